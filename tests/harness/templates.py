"""An undefined variable in one of our own templates is a failure; third parties' templates are left alone."""

import sys
from pathlib import Path
from types import CodeType, FrameType

from django.conf import settings
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.base import FilterExpression, Node
from django.template.context import BaseContext

# A variable that goes through one of these as its first filter is allowed to be absent: it says what to show then.
PREPARED = frozenset({"default", "default_if_none"})
_RESOLVE: CodeType = FilterExpression.resolve.__code__


class UndefinedVariable(AssertionError):
    """One of our templates showed a variable that its context does not have."""


def _template_of(frame: FrameType) -> str:
    """File of the template being rendered: that of the nearest node, or of the context."""
    outer: FrameType | None = frame
    while outer is not None:
        node = outer.f_locals.get("self")
        if isinstance(node, Node):
            origin = getattr(node, "origin", None)
            return str(getattr(origin, "name", ""))
        outer = outer.f_back
    context = frame.f_locals.get("context")
    template = getattr(context, "template", None) if isinstance(context, BaseContext) else None
    return str(getattr(getattr(template, "origin", None), "name", ""))


def ours(file: str) -> bool:
    """Whether a template is this project's.

    Args:
        file: the template's file.
    """
    root = Path(settings.BASE_DIR)
    path = Path(file)
    return path.is_relative_to(root) and not path.is_relative_to(root / ".venv")


class Undefined(str):
    """What the engine shows in the place of an absent variable: nothing, unless the template is ours."""

    def __bool__(self) -> bool:
        """Django asks this exactly when a variable is absent.

        Raises:
            UndefinedVariable: in a template of ours.
        """
        frame = sys._getframe(1)
        if frame.f_code is _RESOLVE:
            expression = frame.f_locals["self"]
            first = expression.filters[0][0].__name__ if expression.filters else ""
            file = _template_of(frame)
            if first not in PREPARED and ours(file):
                raise UndefinedVariable(f"{file}: « {expression.token} » is undefined")
        return False


def install() -> None:
    """Make the engine strict for the whole run."""
    backend = engines["django"]
    assert isinstance(backend, DjangoTemplates)
    backend.engine.string_if_invalid = Undefined()
