"""The person who signs in; the e-mail address is the login."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from connect.accounts.addresses import normal_address


class UserManager(BaseUserManager["User"]):
    """Makes users whose address is kept in lower case, so that one person has one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person.

        Args:
            email: the address they sign in with.
            password: `None` for an account that cannot sign in by password.

        Raises:
            ValueError: without an address.
        """
        if not email:
            raise ValueError("An address is needed to create a user.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who may do everything, Wagtail's settings included."""
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find the person by address, whatever the case typed at sign-in."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the platform."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(
        "adresse électronique",
        unique=True,
        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
    )
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    is_staff = models.BooleanField("membre de l’équipe", default=False)
    is_active = models.BooleanField(
        "actif", default=True, help_text="Décochez plutôt que de supprimer le compte."
    )
    date_joined = models.DateTimeField("inscription", auto_now_add=True)
    erased_at = models.DateTimeField("effacé le", null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["last_name", "first_name", "email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_the_case")
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        """Give the address its one form before it is compared with the others.

        Raises:
            ValidationError: on the field `email`, when it is no address.
        """
        super().clean()
        if self.email:
            try:
                self.email = normal_address(self.email)
            except ValidationError as error:
                raise ValidationError({"email": error.messages}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in lower case, and no password as none, whichever form wrote them.

        Args:
            args: passed to Django.
            kwargs: passed to Django.
        """
        self.email = self.email.strip().lower()
        if not self.password:
            # Wagtail's form leaves it empty, which Django would count as a password.
            self.set_unusable_password()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """First and last name, empty when neither is known; « Compte effacé » once the person has left."""
        if self.erased_at is not None:
            return "Compte effacé"
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def shown_name(self) -> str:
        """The name that others read; never the address."""
        return self.get_full_name() or "Personne sans nom affiché"

    def get_short_name(self) -> str:
        """What to call the person in a short sentence."""
        return self.first_name or self.get_full_name() or self.email
