"""What the inspection of the catalogue found, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from connect.offers.models.offer import Offer
from connect.offers.quality.enums import FindingKind, FindingState


class Finding(models.Model):
    """A fault of an offer, or two offers that are probably one.

    It stays when it is settled or dismissed, so that the same thing is not asked twice. `fingerprint` traces the
    values judged: once they change, what was dismissed is asked again.
    """

    kind = models.CharField("sorte", max_length=8, choices=FindingKind.choices)
    fault = models.CharField("défaut", max_length=40)
    offer = models.ForeignKey(
        Offer, verbose_name="offre", on_delete=models.CASCADE, related_name="findings"
    )
    other = models.ForeignKey(
        Offer,
        verbose_name="autre offre",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="findings_as_other",
        help_text="La seconde fiche d’une double saisie ; sa clé est la plus grande des deux.",
    )
    detail = models.JSONField("détail", default=dict)
    fingerprint = models.CharField("empreinte", max_length=32)
    first_seen = models.DateField("trouvé le")
    last_seen = models.DateField("revu le")
    state = models.CharField(
        "état", max_length=8, choices=FindingState.choices, default=FindingState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="décidé par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)

    class Meta:
        verbose_name = "défaut constaté"
        verbose_name_plural = "défauts constatés"
        ordering = ["first_seen", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fault", "offer"], condition=Q(other=None), name="fault_once_per_offer"
            ),
            models.UniqueConstraint(
                fields=["fault", "offer", "other"], name="finding_once_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(kind=FindingKind.FAULT, other=None)
                | Q(kind=FindingKind.PAIR, other__gt=F("offer")),
                name="pair_names_two_offers_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "first_seen"],
                name="finding_waiting",
                condition=Q(state=FindingState.OPEN),
            )
        ]

    def __str__(self) -> str:
        return f"{self.fault} : {self.offer_id}"

    @property
    def sentence(self) -> str:
        """What is wrong, in French."""
        return str(self.detail.get("sentence", ""))
