"""What a person says of themselves, so that the site shows first what is near them."""

from django.conf import settings
from django.db import models

from connect.taxonomy.models import Territory, Theme


class Profile(models.Model):
    """The territory and the themes of a person; both may stay empty."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="profile",
    )
    territory = models.ForeignKey(
        Territory,
        verbose_name="territoire",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    themes = models.ManyToManyField(Theme, verbose_name="thèmes", blank=True, related_name="+")

    class Meta:
        verbose_name = "profil"
        verbose_name_plural = "profils"
        ordering = ["user"]

    def __str__(self) -> str:
        return f"Profil de {self.user}"
