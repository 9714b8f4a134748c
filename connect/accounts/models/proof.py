"""An address that somebody must prove to be theirs before anything comes of it."""

from django.conf import settings
from django.db import models

from connect.accounts.enums import ProofPurpose


class AddressProof(models.Model):
    """A link was sent to an address; whoever opens it owns the address. Only the digest of its secret is kept."""

    purpose = models.CharField("objet", max_length=12, choices=ProofPurpose.choices)
    address = models.EmailField("adresse électronique")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="compte à changer",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    destination = models.CharField("page demandée", max_length=500, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au", db_index=True)

    class Meta:
        verbose_name = "adresse à confirmer"
        verbose_name_plural = "adresses à confirmer"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.asked_at:%d/%m/%Y})"
