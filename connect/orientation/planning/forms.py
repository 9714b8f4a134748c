"""What is typed in a plan: cleaned of what no page can show, never cut, given back whole when refused."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from connect.common.french import number
from connect.common.sanitising import plain_text
from connect.common.visitor_forms import VisitorForm
from connect.orientation.planning.services import VALIDITIES, Texts

LONGEST_NAME = 120
LONGEST_NOTE = 2000
LONGEST_STEP_NOTE = 400
# More than a plan may hold, so that what was ticked comes back whole with a sentence.
MOST_READ = 40
_STEP = re.compile(r"[A-Za-z0-9-]{1,20}")


class PlainField(forms.CharField):
    """Text without control characters. Too long, it is refused with a sentence: browsers must not cut it in silence."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.longest = longest

    def to_python(self, value: Any) -> str:
        """Clean the text; the lines of browsers end in two characters and count as one.

        Args:
            value: what was typed.
        """
        text = "" if value is None else str(value)
        return plain_text(text.replace("\r\n", "\n").replace("\r", "\n"))

    def validate(self, value: str) -> None:
        """Refuse a text that is too long.

        Args:
            value: the text cleaned.

        Raises:
            ValidationError: saying by how much.
        """
        excess = len(value) - self.longest
        if excess > 0:
            raise ValidationError(
                f"Ce texte compte {number(len(value))} signes\u00a0: raccourcissez-le de {number(excess)},"
                f" pour tenir en {number(self.longest)}."
            )


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "input"})


class PlanForm(forms.Form):
    """The texts of a plan, with one note for each of its offers."""

    made_by = PlainField(
        label="Préparé par",
        longest=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "organization"}),
        help_text="Le nom de votre structure, par exemple «\u00a0Maison des associations\u00a0».",
    )
    note = PlainField(
        label="Votre mot pour la personne",
        longest=LONGEST_NOTE,
        widget=_area(4),
        help_text="N’écrivez ni nom, ni adresse, ni téléphone de la personne\u00a0: le plan se lit sans compte.",
    )
    next_steps = PlainField(
        label="Prochaines étapes",
        longest=LONGEST_NOTE,
        widget=_area(7),
        help_text="Une par ligne\u00a0: chacune aura sa case à cocher sur le papier.",
    )

    def __init__(self, *args: Any, keys: Iterable[str] = (), **kwargs: Any) -> None:
        """Add a note for each offer.

        Args:
            args: as for any form.
            keys: what names each offer in the form, in order.
            kwargs: as for any form.
        """
        super().__init__(*args, **kwargs)
        self.keys = list(keys)
        for key in self.keys:
            self.fields[note_name(key)] = PlainField(
                label="Note", longest=LONGEST_STEP_NOTE, widget=_area(2)
            )

    @property
    def texts(self) -> Texts:
        """What was written, once valid."""
        cleaned = self.cleaned_data
        return Texts(cleaned["made_by"], cleaned["note"], cleaned["next_steps"])

    def note_for(self, key: str) -> str:
        """The note written for an offer, once valid."""
        return str(self.cleaned_data[note_name(key)])

    def messages(self, titles: dict[str, str]) -> list[dict[str, str]]:
        """Every error with the field it is about, for the summary.

        Args:
            titles: title of each offer, by what names it in the form.
        """
        found = [{"text": str(text), "id": ""} for text in self.non_field_errors()]
        notes = {note_name(key): title for key, title in titles.items()}
        for name, errors in self.errors.items():
            if name not in self.fields:
                continue
            about = f"{notes[name]} : " if name in notes else f"{self.fields[name].label} : "
            found += [{"text": f"{about}{text}", "id": self[name].id_for_label} for text in errors]
        return found


class MakeForm(PlanForm, VisitorForm):
    """A plan to be made, by anybody."""

    days = forms.TypedChoiceField(
        label="Lisible pendant",
        coerce=int,
        choices=[(days, f"{days} jours") for days in VALIDITIES],
        initial=90,
        widget=forms.Select(attrs={"class": "select input-short"}),
        help_text="Passé ce délai, le lien ne montre plus rien. Vous pourrez le prolonger.",
        error_messages={
            "required": "Choisissez une durée.",
            "invalid_choice": "Choisissez une durée de la liste.",
        },
    )


class ProlongForm(forms.Form):
    """How long a plan should still be read."""

    days = forms.TypedChoiceField(
        label="Lisible encore pendant",
        coerce=int,
        choices=[(days, f"{days} jours") for days in VALIDITIES],
        initial=90,
        widget=forms.Select(attrs={"class": "select input-short"}),
    )


def note_name(key: str) -> str:
    """Name of the field of an offer's note."""
    return f"note-{key}"


@dataclass(frozen=True)
class Moved:
    """The order asked by a form, after the button that was pressed.

    Attributes:
        keys: what names each offer, in order.
        moved: the offer whose button was pressed, empty when it was no such button.
    """

    keys: tuple[str, ...]
    moved: str


def order_of(sent: QueryDict) -> Moved:
    """The offers of a form in the order of its hidden fields, after « monter », « descendre » or « retirer »."""
    given = [str(one) for one in sent.getlist("offre") if _STEP.fullmatch(str(one))]
    keys = list(dict.fromkeys(given))[:MOST_READ]
    act, _, key = str(sent.get("deplacer", "")).partition(":")
    if key not in keys:
        return Moved(tuple(keys), "")
    place = keys.index(key)
    keys.remove(key)
    if act == "retirer":
        return Moved(tuple(keys), key)
    step = {"monter": -1, "descendre": 1}.get(act, 0)
    keys.insert(max(0, place + step), key)
    return Moved(tuple(keys), key)


def typed(sent: QueryDict, names: Sequence[str]) -> dict[str, str]:
    """What a form holds, to show it again without judging it."""
    return {name: str(sent[name]) for name in names if name in sent}
