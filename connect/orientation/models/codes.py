"""A list of codes that staff tick: « qui:associations », « typologie:dla »."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

Grouped = Sequence[tuple[str, Sequence[tuple[str, str]]]]


class _Codes(forms.MultipleChoiceField):
    """Boxes by group; what is stored and no longer exists is simply not ticked any more."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        """The boxes to tick."""
        return list(value or [])

    def clean(self, value: Any) -> Any:
        """The codes ticked, each of which exists."""
        return list(super().clean(value))


class CodesField(models.JSONField):
    """Stored as a list of texts, ticked among the choices of the moment.

    Args:
        offered: name of the function of `connect.orientation.staff.offered` that gives the choices.
    """

    def __init__(self, *args: Any, offered: str = "", **kwargs: Any) -> None:
        self.offered = offered
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """For migrations it is the list it is stored as."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Boxes, read when the form is made."""
        from connect.orientation.staff import offered  # noqa: PLC0415  # it reads the catalogue, above the models

        choices: Callable[[], Grouped] = getattr(offered, self.offered)
        return _Codes(
            label=capfirst(str(self.verbose_name)),
            help_text=self.help_text,
            required=not self.blank,
            choices=choices,
        )
