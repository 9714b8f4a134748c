"""Forms of persons about the structures they act for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from connect.common.sanitising import plain_text
from connect.memberships.enums import Role
from connect.memberships.requesting import LONGEST

ADDRESS_WANTED = "Écrivez une adresse complète, comme nom@exemple.fr."
# In the words of whoever chooses, the least powerful first.
ROLES = (
    (Role.CONTRIBUTOR.value, "Contributeur : tient à jour la fiche et les offres"),
    (Role.ADMINISTRATOR.value, "Administrateur : décide aussi de qui fait partie de la structure"),
)


class PlainText(forms.CharField):
    """Text without control characters; a line break counts for one character, as in the browser."""

    def to_python(self, value: Any) -> str:
        """The text as it is kept."""
        text = super().to_python(value) or ""
        return plain_text(text.replace("\r\n", "\n").replace("\r", "\n"))


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    address = forms.CharField(
        label="Adresse électronique de la personne",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Donnez l’adresse de la personne à inviter."},
    )
    role = forms.ChoiceField(
        label="Son rôle",
        choices=ROLES,
        initial=Role.CONTRIBUTOR.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un rôle."},
    )


class RoleForm(forms.Form):
    """The role of a member."""

    role = forms.ChoiceField(
        label="Son rôle",
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un rôle."},
    )


class JoinForm(forms.Form):
    """What a person says of themselves when asking to join."""

    message = PlainText(
        label="Qui vous êtes dans la structure",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Votre fonction, ou qui peut le confirmer. 500 caractères au plus.",
        error_messages={"max_length": "Votre texte dépasse 500 caractères : raccourcissez-le."},
    )


class RefusalForm(forms.Form):
    """Why a request is refused."""

    motive = PlainText(
        label="Pourquoi",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="La personne reçoit cette phrase par courriel.",
        error_messages={
            "required": "Dites en une phrase pourquoi : la personne la recevra.",
            "max_length": "Dites pourquoi en 500 caractères au plus.",
        },
    )


class DomainForm(forms.Form):
    """A domain to recognise."""

    domain = forms.CharField(
        label="Domaine des adresses de la structure",
        max_length=254,
        help_text="Ce qui suit l’arobase, par exemple « exemple.fr ». La chambre régionale le vérifie d’abord.",
        error_messages={"required": "Écrivez un domaine, comme exemple.fr."},
    )


def errors_of(form: forms.BaseForm) -> list[dict[str, str]]:
    """Every error with the field it leads to, for the summary."""
    found = []
    for name, messages in form.errors.items():
        target = ""
        if name in form.fields:
            bound = form[name]
            # A group of choices has no one label: its first box takes the focus.
            group = isinstance(form.fields[name].widget, forms.RadioSelect)
            target = f"{bound.auto_id}_0" if group else bound.id_for_label
        found += [{"text": str(message), "id": target} for message in messages]
    return found


def take(form: forms.BaseForm, error: ValidationError) -> None:
    """Show the refusal of a service under the field it names, or above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        known = name if name in form.fields else None
        for one in errors:
            form.add_error(known, one.messages)
