"""Forms by which a person comes in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from connect.accounts.addresses import LONGEST, normal_address
from connect.accounts.models import User
from connect.accounts.naming import clean_name, refuse_mixed
from connect.common.visitor_forms import VisitorForm

# Longer than any code stands, tolerance included: a code seen over a shoulder opens nothing a second time.
CODE_SPENT_SECONDS = 180


class AddressField(forms.CharField):
    """An e-mail address, as it is kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Votre adresse électronique")
        kwargs.setdefault("max_length", LONGEST)
        attributes = {"class": "input", "autocomplete": "email", "autocapitalize": "none"}
        kwargs.setdefault("widget", forms.EmailInput(attrs=attributes))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The normal form of what was typed."""
        return normal_address(super().clean(value))


class AskCodeForm(forms.Form):
    """The address to which a code and a link are sent."""

    email = AddressField(
        help_text="Nous vous envoyons un code et un lien, valables une demi-heure."
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None
        self.too_often = False

    def clean_email(self) -> str:
        """Count the demand and find whose account it is; an unknown address is no error.

        Raises:
            ValidationError: for one demand too many.
        """
        email: str = self.cleaned_data["email"]
        if not ratelimit.consume(self.request, action="request_login_code", key=email):
            self.too_often = True
            raise ValidationError(
                "Plusieurs codes viennent d’être demandés. Attendez une minute, puis recommencez\u00a0:"
                " le lien du dernier courriel reçu reste valable."
            )
        self.user = User.objects.filter(email=email, is_active=True).first()
        return email


class PasswordEntranceForm(forms.Form):
    """Address and password, for those who chose one."""

    email = AddressField()
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Check both together; one sentence for whatever is wrong.

        Raises:
            ValidationError: when they do not open an account, or after too many tries.
        """
        cleaned = super().clean() or {}
        if "email" in cleaned and "password" in cleaned:
            self.user = get_adapter(self.request).authenticate(
                self.request, email=cleaned["email"], password=cleaned["password"]
            )
            if self.user is None:
                raise ValidationError(
                    "Cette adresse et ce mot de passe ne vont pas ensemble. Demandez plutôt un code\u00a0:"
                    " il suffit d’avoir accès à votre messagerie."
                )
        return cleaned


class SignUpForm(VisitorForm):
    """What is asked of somebody who creates an account."""

    email = AddressField(
        help_text="Nous y envoyons un lien\u00a0: votre compte est créé quand vous l’ouvrez."
    )
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

    def clean_first_name(self) -> str:
        """The name as it is kept."""
        return clean_name(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        """The name as it is kept."""
        return clean_name(self.cleaned_data["last_name"])

    def clean(self) -> dict[str, Any]:
        """Refuse two writing systems across both names."""
        cleaned = super().clean()
        refuse_mixed(cleaned.get("first_name", ""), cleaned.get("last_name", ""))
        return cleaned


class SecondFactorForm(AuthenticateForm):
    """allauth's form; a code that opened a session opens no other, even while its half-minute tolerance lasts."""

    def clean_code(self) -> str:
        """Check the code, then spend it.

        Raises:
            ValidationError: when it is wrong or already used.
        """
        code: str = super().clean_code()
        # allauth overlooks spaces and dashes, so they make no other code here either.
        plain = "".join(letter for letter in code.lower() if letter.isalnum())
        digest = salted_hmac("connect.accounts.code", f"{self.user.pk}:{plain}").hexdigest()
        if not cache.add(f"second-factor:{digest}", 1, timeout=CODE_SPENT_SECONDS):
            raise ValidationError(
                "Ce code a déjà servi. Attendez le suivant dans votre application."
            )
        return code
