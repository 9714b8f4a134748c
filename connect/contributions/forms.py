"""The form of a sheet, made from its questions; a draft keeps what is typed, valid or not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from connect.common.sanitising import plain_text
from connect.contributions import fields
from connect.contributions.sheets.book import Book, key_of
from connect.contributions.sheets.questions import (
    MANY,
    Part,
    Question,
    Shape,
    parts_of,
    questions_of,
)
from connect.contributions.sheets.reading import Typed, Values

PLACE = "territories_name"
"""Field in which a territory is typed by its name, before it becomes a box."""
MOST_TICKED = 400
LARGEST_DRAFT = 300_000
TOO_LARGE = "Ce brouillon est trop long pour être enregistré. Raccourcissez vos textes."


class DraftTooLarge(Exception):
    """Raised when what was typed is more than a sheet can ever hold."""


def typed_in(data: QueryDict, subject: str) -> Typed:
    """What a form holds, cleaned of control characters and never cut; fields that are not asked are ignored.

    Raises:
        DraftTooLarge: when it is more than a sheet can hold.
    """
    typed: Typed = {}
    for question in questions_of(subject):
        if question.shape in MANY:
            typed[question.name] = [plain_text(one)[:60] for one in data.getlist(question.name)]
            typed[question.name] = typed[question.name][:MOST_TICKED]
        else:
            typed[question.name] = _text(data.get(question.name, ""))
    if subject != "structure":
        typed[PLACE] = _text(data.get(PLACE, ""))
    if len(json.dumps(typed)) > LARGEST_DRAFT:
        raise DraftTooLarge
    return typed


def _text(value: Any) -> str:
    return plain_text(str(value).replace("\r\n", "\n").replace("\r", "\n"))


def field_of(question: Question, book: Book, unchanged: Any = "") -> forms.Field:
    """The field of a question.

    Args:
        question: what is asked.
        book: the choices.
        unchanged: the value it had, for a commune that is left as it was.
    """
    line = forms.TextInput(attrs={"class": "input"})
    short = forms.TextInput(attrs={"class": "input input-short"})
    match question.shape:
        case Shape.TEXT:
            area = forms.Textarea(attrs={"class": "textarea", "rows": 6})
            return fields.TextAnswer(question, widget=area)
        case Shape.WEB:
            web = forms.TextInput(attrs={"class": "input", "inputmode": "url"})
            return fields.WebAnswer(question, widget=web)
        case Shape.EMAIL:
            email = forms.TextInput(attrs={"class": "input", "inputmode": "email"})
            return fields.EmailAnswer(question, widget=email)
        case Shape.PHONE:
            phone = forms.TextInput(attrs={"class": "input input-short", "inputmode": "tel"})
            return fields.PhoneAnswer(question, widget=phone)
        case Shape.AMOUNT | Shape.RATE:
            return fields.AmountAnswer(question, widget=short)
        case Shape.DAY:
            day = forms.DateInput(attrs={"type": "date", "class": "input input-short"})
            return fields.DayAnswer(question, widget=day)
        case Shape.CODE:
            return fields.CodeAnswer(question, book, widget=forms.Select(attrs={"class": "select"}))
        case Shape.CODES:
            return fields.CodesAnswer(question, book, widget=forms.SelectMultiple)
        case Shape.YES_NO:
            return fields.YesNoAnswer(question, widget=forms.Select(attrs={"class": "select"}))
        case Shape.FLAG:
            return fields.FlagAnswer(question)
        case Shape.PLACES:
            return fields.PlacesAnswer(question, book, widget=forms.SelectMultiple)
        case Shape.SEAT:
            return fields.SeatAnswer(question, book, str(unchanged), widget=line)
        case _:
            return fields.TextAnswer(question, widget=line)


@dataclass(frozen=True)
class Box:
    """A box to tick."""

    id: str
    value: str
    label: str
    help: str
    checked: bool


@dataclass(frozen=True)
class Asked:
    """A question as the page draws it."""

    question: Question
    field: forms.BoundField
    groups: tuple[tuple[str, tuple[Box, ...]], ...] = ()

    @property
    def drawn(self) -> str:
        """Which drawing it takes: `boxes`, `box` or `field`."""
        if self.question.shape in MANY:
            return "boxes"
        return "box" if self.question.shape == Shape.FLAG else "field"

    @property
    def target(self) -> str:
        """Where an error leads."""
        first = next((box for _, boxes in self.groups for box in boxes), None)
        return first.id if first else self.field.id_for_label


class SheetForm(forms.Form):
    """The sheet of a subject. What it shows comes from what was typed; what it keeps is values."""

    def __init__(
        self, subject: str, book: Book, typed: Mapping[str, Any], base: Values, *, check: bool
    ) -> None:
        """Make the fields.

        Args:
            subject: which sheet.
            book: the choices.
            typed: what the form holds.
            base: the values the author started from.
            check: whether to say what is wrong.
        """
        shown = QueryDict(mutable=True)
        for name, value in typed.items():
            shown.setlist(name, value if isinstance(value, list) else [value])
        super().__init__(shown if check else None, initial=dict(typed), auto_id="champ-%s")
        self.subject, self.book, self.typed = subject, book, typed
        for question in questions_of(subject):
            self.fields[question.name] = field_of(question, book, base.get(question.name, ""))
        if subject != "structure":
            self.fields[PLACE] = forms.CharField(
                label="Un autre territoire, par son nom",
                required=False,
                widget=forms.TextInput(
                    attrs={"class": "input", "list": "epci", "autocomplete": "off"}
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Check what binds several answers, and take the territory typed by its name."""
        cleaned = super().clean() or {}
        low, high = cleaned.get("amount_min"), cleaned.get("amount_max")
        if low is not None and high is not None and high < low:
            self.add_error("amount_max", "Le maximum est plus petit que le minimum.")
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "La clôture précède l’ouverture.")
        name = cleaned.pop(PLACE, "")
        if name:
            try:
                cleaned["territories"] = sorted({*cleaned["territories"], fields.one_place(name)})
            except ValidationError as error:
                self.add_error(PLACE, error)
        return cleaned

    @property
    def values(self) -> Values:
        """The values, once valid."""
        return dict(self.cleaned_data)

    def parts(self) -> list[tuple[Part, list[Asked]]]:
        """The questions under their headings, with their boxes."""
        return [
            (part, [self._asked(question) for question in part.questions])
            for part in parts_of(self.subject)
        ]

    def _asked(self, question: Question) -> Asked:
        bound = self[question.name]
        if question.shape == Shape.PLACES:
            return Asked(question, bound, self._places(question.name))
        if question.shape != Shape.CODES:
            return Asked(question, bound)
        ticked, helps = set(self.typed.get(question.name, ())), self.book.helps(question.name)
        groups = self.book.groups(question.name)
        return Asked(
            question,
            bound,
            tuple(
                (
                    name,
                    tuple(
                        self._box(question.name, code, label, helps.get(code, ""), ticked)
                        for code, label in pairs
                    ),
                )
                for name, pairs in groups
            ),
        )

    def _box(self, name: str, code: str, label: str, help: str, ticked: set[str]) -> Box:
        return Box(f"champ-{name}-{code.replace('*', 'tous')}", code, label, help, code in ticked)

    def _places(self, name: str) -> tuple[tuple[str, tuple[Box, ...]], ...]:
        ticked = set(self.typed.get(name, ()))
        listed = {key_of(place): place for place in self.book.listed_places}
        others = self.book.places(ticked - set(listed))
        every = [*listed.items(), *sorted(others.items(), key=lambda pair: pair[1].name)]
        boxes = tuple(
            Box(f"champ-{name}-{key.replace(':', '-')}", key, str(place), "", key in ticked)
            for key, place in every
        )
        return (("", boxes),)

    def messages(self) -> list[dict[str, str]]:
        """Every error with where it leads, for the summary."""
        found = [{"text": str(text), "id": ""} for text in self.non_field_errors()]
        targets = {asked.field.name: asked.target for _, row in self.parts() for asked in row}
        for name, errors in self.errors.items():
            if name in self.fields:
                label, target = self.fields[name].label, targets.get(name, f"champ-{name}")
                found += [{"text": f"{label}\u00a0: {text}", "id": target} for text in errors]
        return found
