"""Forms of « Se référencer »."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from connect.accounts.addresses import normal_address
from connect.accounts.models import User
from connect.accounts.naming import refuse_mixed
from connect.common.sanitising import has_markup, safe_web_address
from connect.common.visitor_forms import VisitorForm
from connect.memberships.claiming import Described
from connect.memberships.forms import PlainText
from connect.structures.enums import Nature
from connect.taxonomy.enums import Level
from connect.taxonomy.finding import Place, find_commune, find_places
from connect.taxonomy.models import Territory

MOST_COMMUNES = 8


class ClaimForm(VisitorForm):
    """Who the person is; their address too, when they have no account open."""

    position = PlainText(
        label="Votre fonction dans la structure",
        max_length=160,
        help_text="Par exemple « présidente », « chargé de développement ».",
        error_messages={
            "required": "Dites votre fonction : elle aide la chambre régionale à vérifier.",
            "max_length": "Dites votre fonction en 160 caractères au plus.",
        },
    )
    address = forms.CharField(
        label="Votre adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Plutôt celle de la structure. Vous y recevrez un lien pour la confirmer, puis notre réponse.",
        error_messages={"required": "Donnez une adresse : la réponse y arrivera."},
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        """Ask for no address when the account has one.

        Args:
            args: passed on.
            user: the person, when signed in.
            kwargs: passed on.
        """
        super().__init__(*args, **kwargs)
        if user is not None:
            del self.fields["address"]

    def clean_address(self) -> str:
        """The address as it is kept."""
        return normal_address(self.cleaned_data["address"])


class NewStructureForm(ClaimForm):
    """A structure that the directory does not have, and who asks to add it."""

    name = PlainText(
        label="Nom de la structure",
        max_length=200,
        error_messages={
            "required": "Donnez le nom de la structure.",
            "max_length": "Ce nom dépasse 200 caractères : écrivez le nom d’usage.",
        },
    )
    nature = forms.ChoiceField(
        label="Sa nature",
        choices=[("", "Choisissez"), *Nature.choices],
        error_messages={"required": "Choisissez la nature de la structure."},
    )
    place = PlainText(
        label="Commune de son siège",
        max_length=80,
        help_text="Un nom ou un code postal.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Donnez la commune de son siège.",
            "max_length": "Écrivez la commune en 80 caractères au plus.",
        },
    )
    commune = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)
    website = PlainText(
        label="Son site internet",
        required=False,
        max_length=300,
        widget=forms.URLInput(attrs={"placeholder": ""}),
        help_text="Par exemple https://exemple.fr.",
    )
    email = forms.EmailField(
        label="Courriel de la structure",
        required=False,
        max_length=254,
        help_text="Il sera montré sur la fiche publique.",
        error_messages={"invalid": "Écrivez une adresse complète, comme nom@exemple.fr."},
    )
    description = PlainText(
        label="Ce qu’elle fait",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="En quelques phrases : pour qui, comment. 1 000 caractères au plus.",
        error_messages={
            "required": "Dites en quelques phrases ce que fait la structure.",
            "max_length": "Votre texte a %(show_value)d caractères ; 1 000 au plus. Raccourcissez-le.",
        },
    )
    distinct = forms.BooleanField(
        required=False, label="Ma structure n’est aucune de celles-ci : je demande de l’ajouter"
    )
    field_order = [
        "name", "nature", "place", "commune", "website", "email", "description", "position", "address",
    ]  # fmt: skip

    communes: list[Place]
    found: Territory | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with no commune found.

        Args:
            args: passed on.
            kwargs: passed on.
        """
        super().__init__(*args, **kwargs)
        self.communes, self.found = [], None

    def clean_name(self) -> str:
        """Refuse tags, invisible signs, and letters of several alphabets that make one name read like another.

        Raises:
            ValidationError: when there are some, or no letter at all.
        """
        name = " ".join(str(self.cleaned_data["name"]).split())
        if any(unicodedata.category(letter)[0] == "C" for letter in name):
            raise ValidationError("Ce nom contient des signes invisibles : écrivez-le de nouveau.")
        refuse_mixed(name)
        if has_markup(name) or not any(letter.isalnum() for letter in name):
            raise ValidationError("Donnez le nom de la structure, en toutes lettres.")
        return name

    def clean_website(self) -> str:
        """The address with its scheme, which people leave out.

        Raises:
            ValidationError: for what cannot be opened.
        """
        typed = str(self.cleaned_data["website"])
        if not typed:
            return ""
        address = typed if "://" in typed else f"https://{typed}"
        try:
            return safe_web_address(address)
        except ValidationError as error:
            raise ValidationError(
                "Cette adresse ne s’ouvre pas : écrivez-la comme https://exemple.fr."
            ) from error

    def clean(self) -> dict[str, Any]:
        """Find the commune; several of one name are proposed, nothing typed is lost."""
        cleaned = super().clean()
        if cleaned.get("place"):
            self._find_commune(str(cleaned["place"]), str(cleaned.get("commune") or ""))
        return cleaned

    def _find_commune(self, typed: str, chosen: str) -> None:
        places = [
            one for one in find_places(typed, MOST_COMMUNES) if one.territory.level == Level.COMMUNE
        ]
        exact = [one for one in places if not one.guessed]
        picked = next((one for one in places if one.territory.code == chosen), None)
        if picked is None and len(exact) == 1:
            picked = exact[0]
        if picked is not None:
            known = find_commune(picked.territory.code)
            self.found = known.territory if known else None
            return
        self.communes = places
        if places:
            self.add_error("place", "Plusieurs communes répondent : choisissez la bonne.")
        else:
            self.add_error(
                "place",
                "Nous ne trouvons pas cette commune : vérifiez-la, ou donnez son code postal.",
            )

    def described(self) -> Described:
        """What was described, once valid."""
        said = self.cleaned_data
        return Described(
            name=said["name"],
            nature=said["nature"],
            commune=self.found,
            website=said["website"],
            email=said["email"],
            description=said["description"],
        )
