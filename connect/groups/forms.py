"""Forms of groups."""

from django import forms

from connect.accounts.addresses import normal_address
from connect.groups.enums import Role
from connect.groups.models import GroupRequest

LONGEST = GroupRequest._meta.get_field("message").max_length or 600


def _area(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )


class AskForm(forms.Form):
    """What a person says when asking to join."""

    message = _area("Votre message aux référents", "Qui vous êtes, ce qui vous intéresse.")


class AnswerForm(forms.Form):
    """What a lead answers."""

    text = _area("Un mot pour cette personne")
    accept = forms.ChoiceField(choices=(("oui", "Accepter"), ("non", "Refuser")))


class InviteForm(forms.Form):
    """Whom a lead invites."""

    address = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="La personne reçoit un message. Elle entre dans le groupe si elle accepte.",
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="Rôle",
        choices=[(Role.MEMBER, "Membre"), *[one for one in Role.choices if one[0] != Role.MEMBER]],
        initial=Role.MEMBER,
        widget=forms.Select(attrs={"class": "select"}),
    )

    def clean_address(self) -> str:
        """The address as accounts keep it: a domain with accents is found again by who signs in with it."""
        return normal_address(self.cleaned_data["address"])


class RoleForm(forms.Form):
    """The role of a member, or their leave."""

    role = forms.ChoiceField(choices=[*Role.choices, ("retirer", "Retirer du groupe")])
