"""The form of a verb, made from its questions."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from connect.common.sanitising import plain_text, safe_web_address
from connect.upkeep.registry import Question, Verb

LONGEST_LINE = 300
LONGEST_TEXT = 1000
PREFIX = "reponse"


class _PlainText(forms.CharField):
    """Text without control characters; a line break counts for one character, as in the browser."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return plain_text(text.replace("\r\n", "\n").replace("\r", "\n"))


class _WebAddress(_PlainText):
    """An address that can be shown as a link."""

    widget = forms.URLInput

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        return safe_web_address(address) if address else ""


def _field(question: Question) -> forms.Field:
    shared: dict[str, Any] = {
        "label": question.label,
        "initial": question.initial or None,
        "required": question.required,
        "help_text": question.help,
        "error_messages": {"required": f"À remplir : {question.label[:1].lower()}{question.label[1:]}."},
    }  # fmt: skip
    match question.kind:
        case "choice":
            choices = question.choices
            if not question.initial:
                choices = (("", "Choisissez"), *choices)
            return forms.ChoiceField(choices=choices, **shared)
        case "date":
            widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            return forms.DateField(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **shared)
        case "url":
            return _WebAddress(max_length=LONGEST_LINE, **shared)
        case "area":
            widget_area = forms.Textarea(attrs={"rows": 3})
            return _PlainText(max_length=LONGEST_TEXT, widget=widget_area, **shared)
        case _:
            return _PlainText(max_length=LONGEST_LINE, **shared)


class AnswerForm(forms.Form):
    """What is typed beside a verb."""

    def __init__(self, row: str, verb: Verb, data: Any = None) -> None:
        """Make the fields.

        Args:
            row: anchor of the row, so that no two fields of the page share an id.
            verb: whose questions are asked.
            data: what was sent, `None` to show the form.
        """
        super().__init__(data, prefix=PREFIX, auto_id=f"{row}-{verb.code}-%s")
        self.verb = verb
        for question in verb.questions:
            self.fields[question.name] = _field(question)

    def typed(self) -> dict[str, str]:
        """The answers as text; dates as 2026-07-15, an empty answer as an empty text."""
        return {
            name: "" if value is None else str(value) for name, value in self.cleaned_data.items()
        }

    def take(self, error: ValidationError) -> None:
        """Show the refusal of a source under the field it names, or above the button."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            known = name in self.fields and name != NON_FIELD_ERRORS
            for one in errors:
                self.add_error(name if known else None, one)
