"""Addresses imported to make the site known, and the paragraphs that local networks propose."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from connect.taxonomy.models import Territory


class Prospect(models.Model):
    """An address that staff imported, with where it comes from; erased twelve months after."""

    name = models.CharField("nom", max_length=160)
    address = models.EmailField("adresse électronique")
    commune = models.ForeignKey(
        Territory, verbose_name="commune", on_delete=models.PROTECT, related_name="+"
    )
    origin = models.CharField("d’où viennent ces adresses", max_length=200)
    imported_at = models.DateTimeField("importée le", default=timezone.now, db_index=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="importée par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "adresse importée"
        verbose_name_plural = "adresses importées"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("address"), name="one_prospect_per_address"),
        ]

    def __str__(self) -> str:
        return self.name


class Paragraph(models.Model):
    """What the animators of a local network propose to say in the letter of their territory."""

    territory = models.OneToOneField(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField("paragraphe", max_length=1200)
    proposed_at = models.DateTimeField("proposé le", default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="proposé par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "paragraphe d’un territoire"
        verbose_name_plural = "paragraphes des territoires"
        ordering = ["territory"]

    def __str__(self) -> str:
        return f"{self.territory}"
