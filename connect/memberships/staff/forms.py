"""Forms of the management pages: a person is named by the address of their account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from connect.accounts.addresses import normal_address
from connect.accounts.models import User


def _holder_of(typed: str) -> User | None:
    try:
        address = normal_address(typed)
    except ValidationError:
        return None
    return User.objects.filter(email=address, is_active=True).first()


class PersonNamedForm(WagtailAdminModelForm):
    """A row about a person: the address when it is made, a box to end it afterwards."""

    address = forms.EmailField(
        label="Adresse du compte",
        help_text="La personne doit déjà avoir un compte. Sinon, invitez-la.",
        error_messages={"invalid": "Écrivez une adresse complète, comme nom@exemple.fr."},
    )
    finished = forms.BooleanField(label="Y mettre fin maintenant", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the one field that fits: making, or ending.

        Args:
            args: passed on.
            kwargs: passed on.
        """
        super().__init__(*args, **kwargs)
        del self.fields["address" if self.instance.pk else "finished"]

    def clean(self) -> dict[str, Any]:
        """Find the account, and hand both answers to the service with the row."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.is_finished = bool(cleaned.get("finished"))
        address = cleaned.get("address")
        if address:
            person = _holder_of(str(address))
            if person is None:
                self.add_error("address", "Aucun compte ouvert n’a cette adresse.")
            else:
                self.instance.user = person
        return cleaned


class DomainForm(WagtailAdminModelForm):
    """A domain, and a box to use it no more."""

    finished = forms.BooleanField(label="Ne plus utiliser ce domaine", required=False)

    def clean(self) -> dict[str, Any]:
        """Hand the answer to the service with the row."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.is_finished = bool(cleaned.get("finished"))
        return cleaned
