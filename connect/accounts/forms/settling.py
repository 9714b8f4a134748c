"""Forms of one's own account."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from connect.accounts.forms.entering import AddressField
from connect.accounts.models import Profile, User
from connect.accounts.naming import clean_name, refuse_mixed
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory, Theme

_AREAS = (Level.DEPARTMENT, Level.EPCI)


def _grouped(areas: Iterable[Territory]) -> list[Any]:
    """The choices of a territory, departments first; one statement."""
    groups: dict[str, list[tuple[int, str]]] = {"Départements": [], "Intercommunalités": []}
    for area in areas:
        title = "Départements" if area.level == Level.DEPARTMENT else "Intercommunalités"
        groups[title].append((area.pk, str(area)))
    return [("", "Toute la région"), *groups.items()]


class ProfileForm(forms.Form):
    """The name shown, where the person works, what they care for."""

    first_name = forms.CharField(
        label="Prénom",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label="Nom",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "family-name"}),
    )
    territory = forms.ModelChoiceField(
        label="Votre territoire",
        queryset=Territory.objects.none(),
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
        help_text="Pour voir d’abord ce qui se passe près de chez vous.",
    )
    themes = forms.ModelMultipleChoiceField(
        label="Les thèmes qui vous intéressent",
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        user = profile.user
        kwargs["initial"] = {
            "first_name": user.first_name,
            "last_name": user.last_name,
            "territory": profile.territory_id,
            "themes": list(profile.themes.order_by("pk").values_list("pk", flat=True))
            if profile.pk
            else [],
        }
        super().__init__(*args, **kwargs)
        areas = Territory.objects.filter(level__in=_AREAS, in_scope=True)
        themes = Theme.objects.filter(parent__isnull=True)
        ordered = areas.order_by("level", "name", "code")
        territory = cast("forms.ModelChoiceField[Territory]", self.fields["territory"])
        territory.queryset = ordered
        territory.choices = _grouped(ordered)
        boxes = cast("forms.ModelMultipleChoiceField[Theme]", self.fields["themes"])
        boxes.queryset = themes.order_by("order", "label", "pk")

    def clean_first_name(self) -> str:
        """The name as it is kept."""
        return clean_name(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        """The name as it is kept."""
        return clean_name(self.cleaned_data["last_name"])

    def clean(self) -> dict[str, Any]:
        """Refuse two writing systems across both names."""
        cleaned = super().clean() or {}
        refuse_mixed(cleaned.get("first_name", ""), cleaned.get("last_name", ""))
        return cleaned


class PasswordForm(forms.Form):
    """A password chosen by somebody who has just signed in."""

    password = forms.CharField(
        label="Nouveau mot de passe",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
        help_text="Douze caractères au moins. Une phrase que vous seul connaissez convient très bien.",
    )
    again = forms.CharField(
        label="Le même, encore une fois",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Refuse what is easy to guess."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        """Compare both.

        Raises:
            ValidationError: when they differ.
        """
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError("Les deux saisies ne sont pas les mêmes.")
        return again


class NewAddressForm(forms.Form):
    """The address to sign in with from now on."""

    email = AddressField(
        label="Nouvelle adresse électronique",
        help_text="Nous y envoyons un lien. Votre adresse change quand vous l’ouvrez.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        """Refuse the address that the account already has.

        Raises:
            ValidationError: then.
        """
        email: str = self.cleaned_data["email"]
        if email == self.user.email:
            raise ValidationError("C’est déjà l’adresse de votre compte.")
        return email


class EraseForm(forms.Form):
    """A word typed on purpose."""

    WORD = "effacer"

    word = forms.CharField(
        label="Pour confirmer, écrivez le mot «\u00a0effacer\u00a0»",
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input input-short", "autocomplete": "off"}),
    )

    def clean_word(self) -> str:
        """Compare the word, whatever its case.

        Raises:
            ValidationError: when it is another.
        """
        word: str = self.cleaned_data["word"]
        if word.strip(" «»\u00a0").lower() != self.WORD:
            raise ValidationError("Écrivez le mot «\u00a0effacer\u00a0» pour confirmer.")
        return word
