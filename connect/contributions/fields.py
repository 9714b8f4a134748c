"""Fields of a sheet's form: tolerant in what they read, strict in what they keep."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from connect.common import sanitising
from connect.common.french import number, quoted
from connect.contributions.sheets.book import Book, key_of
from connect.contributions.sheets.questions import ALL, Question, Shape
from connect.contributions.sheets.reading import seat_name
from connect.taxonomy.enums import Level
from connect.taxonomy.selectors import find_places

LARGEST_AMOUNT = 2_147_483_647
_UNIT = re.compile(r"[\s\u00a0\u202f]|€|euros?|%", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]{1,12}")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.][0-9]{3})+")
_CENTS = re.compile(r"[.,]0{1,2}$")
_PHONE = re.compile(r"\+?[0-9 .()/\u00a0\u202f-]{4,29}")
YES_NO = (("", "Non précisé"), ("oui", "Oui"), ("non", "Non"))


def _required(question: Question) -> dict[str, str]:
    return {"required": f"À remplir\u00a0: {question.label[:1].lower()}{question.label[1:]}."}


class TextAnswer(forms.CharField):
    """Plain text, never cut: too long, it is refused with a sentence."""

    def __init__(self, question: Question, **kwargs: Any) -> None:
        self.question = question
        super().__init__(
            label=question.label,
            required=question.required,
            error_messages=_required(question),
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        """The text without control characters.

        Args:
            value: what was typed.
        """
        text = str(super().to_python(value) or "")
        return sanitising.plain_text(text.replace("\r\n", "\n").replace("\r", "\n"))

    def validate(self, value: str) -> None:
        """Refuse what no page can show.

        Args:
            value: the text cleaned.

        Raises:
            ValidationError: for a text that is too long, has tags, or a spreadsheet would run.
        """
        super().validate(value)
        excess = len(value) - self.question.longest
        if excess > 0:
            raise ValidationError(
                f"Ce texte compte {number(len(value))} signes\u00a0: raccourcissez-le de {number(excess)}."
            )
        if self.question.shape != Shape.PHONE and sanitising.is_formula(value):
            raise ValidationError(
                f"Ce texte commence par {quoted(value[0])}\u00a0: un tableur le lirait comme une formule. "
                "Commencez par un mot."
            )
        if sanitising.has_markup(value):
            raise ValidationError("Écrivez du texte simple, sans balises HTML.")
        if not self.question.is_long and "\n" in value:
            raise ValidationError("Écrivez ce texte sur une seule ligne.")


class WebAnswer(TextAnswer):
    """The address of a page; « www.exemple.fr » is understood."""

    def to_python(self, value: Any) -> str:
        """The address, with https:// before it when it was left out.

        Args:
            value: what was typed.
        """
        text = super().to_python(value)
        bare = text and "://" not in text and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text)
        return f"https://{text}" if bare else text

    def validate(self, value: str) -> None:
        """Refuse what is not a page.

        Args:
            value: the address.

        Raises:
            ValidationError: when it cannot be shown as a link.
        """
        super().validate(value)
        try:
            if value:
                sanitising.safe_web_address(value)
        except (ValidationError, ValueError):
            raise ValidationError(
                "Écrivez une adresse complète, comme https://exemple.fr/aide."
            ) from None


class EmailAnswer(TextAnswer):
    """An e-mail address."""

    def validate(self, value: str) -> None:
        """Refuse what is not an address.

        Args:
            value: the address.

        Raises:
            ValidationError: when it is not one.
        """
        super().validate(value)
        try:
            if value:
                validate_email(value)
        except ValidationError:
            raise ValidationError("Écrivez une adresse complète, comme nom@exemple.fr.") from None


class PhoneAnswer(TextAnswer):
    """A telephone number, as it is written."""

    def validate(self, value: str) -> None:
        """Refuse what nobody can call.

        Args:
            value: the number.

        Raises:
            ValidationError: when it is not a number.
        """
        super().validate(value)
        if value and not _PHONE.fullmatch(value):
            raise ValidationError("Écrivez un numéro, comme 02 40 00 00 00.")


class AmountAnswer(forms.Field):
    """A whole number of euros or percents, however it is written: « 10 000 € », « 10.000,00 », « 80 % »."""

    widget = forms.TextInput

    def __init__(self, question: Question, **kwargs: Any) -> None:
        self.question = question
        self.largest = 100 if question.shape == Shape.RATE else LARGEST_AMOUNT
        super().__init__(label=question.label, required=False, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """The number, `None` when nothing was typed.

        Args:
            value: what was typed.

        Raises:
            ValidationError: when it is not a whole number within bounds.
        """
        digits = _CENTS.sub("", _UNIT.sub("", sanitising.plain_text(str(value or ""))))
        if not digits:
            return None
        if _THOUSANDS.fullmatch(digits):
            digits = digits.replace(".", "")
        rate = self.question.shape == Shape.RATE
        if not (digits.isascii() and _WHOLE.fullmatch(digits)):
            example = "80\u00a0%" if rate else "10 000\u00a0€"
            raise ValidationError(f"Écrivez un nombre entier, par exemple {example}.")
        if int(digits) > self.largest:
            said = "Un taux ne dépasse pas 100\u00a0%." if rate else "Ce montant est trop grand."
            raise ValidationError(said)
        return int(digits)


class DayAnswer(forms.DateField):
    """A date, kept as ISO text."""

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(
            label=question.label,
            required=question.required,
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"],
            error_messages={
                **_required(question),
                "invalid": "Écrivez une date, comme 16/08/2026.",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> str | None:
        """The date.

        Args:
            value: what was typed.

        Raises:
            ValidationError: for what is no date, or one that nobody means.
        """
        day: datetime.date | None = super().clean(sanitising.plain_text(str(value or "")))
        if day is not None and not 1990 <= day.year <= 2100:
            raise ValidationError("Cette année est invraisemblable.")
        return day.isoformat() if day else None


class CodeAnswer(forms.ChoiceField):
    """One word of a list."""

    def __init__(self, question: Question, book: Book, **kwargs: Any) -> None:
        nothing = [] if question.required else [("", "Non précisé")]
        super().__init__(
            label=question.label,
            required=question.required,
            choices=[*nothing, *book.choices(question.name)],
            error_messages={
                **_required(question),
                "invalid_choice": "Ce choix n’existe plus\u00a0: prenez-en un autre.",
            },
            **kwargs,
        )


class CodesAnswer(forms.MultipleChoiceField):
    """Several words of a list; those that no longer exist are left aside."""

    def __init__(self, question: Question, book: Book, **kwargs: Any) -> None:
        self.question, self.book = question, book
        super().__init__(
            label=question.label,
            required=False,
            choices=book.choices(question.name),
            **kwargs,
        )

    def clean(self, value: Any) -> list[str]:
        """The codes that exist, sorted.

        Args:
            value: what was ticked.
        """
        known = {code for code in value or () if self.book.knows(self.question.name, code)}
        return [ALL] if ALL in known else sorted(known)


class YesNoAnswer(forms.ChoiceField):
    """Yes, no, or nothing known."""

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(label=question.label, required=False, choices=YES_NO, **kwargs)

    def clean(self, value: Any) -> bool | None:
        """The answer.

        Args:
            value: what was chosen.
        """
        return {"oui": True, "non": False}.get(str(super().clean(value)))


class FlagAnswer(forms.Field):
    """A box."""

    widget = forms.CheckboxInput

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(label=question.label, required=False, **kwargs)

    def clean(self, value: Any) -> bool:
        """Whether it is ticked.

        Args:
            value: what was sent.
        """
        return bool(value) and value != "false"


class PlacesAnswer(forms.Field):
    """Territories ticked by key; those that no longer exist are left aside."""

    def __init__(self, question: Question, book: Book, **kwargs: Any) -> None:
        self.book = book
        super().__init__(label=question.label, required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """The keys that exist, sorted.

        Args:
            value: keys such as `epci:244400404`.
        """
        return sorted(self.book.places(value or ()))


class SeatAnswer(TextAnswer):
    """A commune by its name."""

    def __init__(self, question: Question, book: Book, unchanged: str, **kwargs: Any) -> None:
        self.book, self.unchanged = book, unchanged
        super().__init__(question, **kwargs)

    def clean(self, value: Any) -> str:
        """The key of the commune; the value it had when its name was not touched.

        Args:
            value: what was typed.

        Raises:
            ValidationError: when no commune, or several, have this name.
        """
        text = super().clean(value)
        if not text or text == seat_name(self.unchanged, self.book):
            return self.unchanged if text else ""
        return one_place(text, communes_only=True)


def one_place(text: str, *, communes_only: bool = False) -> str:
    """The key of the only territory that a text names.

    Args:
        text: what was typed: « Laval (53000) », « Nantes Métropole ».
        communes_only: leave the wider ones aside.

    Raises:
        ValidationError: when it names none, or several.
    """
    found = [
        place
        for place in find_places(text, limit=8)
        if not communes_only or place.territory.level == Level.COMMUNE
    ]
    sure = [place for place in found if not place.guessed]
    if len(sure) == 1:
        return key_of(sure[0].territory)
    names = ", ".join(place.label for place in found[:6])
    if sure:
        raise ValidationError(
            f"Plusieurs territoires répondent à {quoted(text)}\u00a0: {names}. Recopiez le vôtre."
        )
    hint = f" Peut-être\u00a0: {names}." if names else ""
    raise ValidationError(f"Nous ne trouvons pas {quoted(text)}.{hint}")
