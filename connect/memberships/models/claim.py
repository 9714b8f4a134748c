"""« Se référencer »: somebody says they hold a structure, or asks for one to be added."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from connect.memberships.enums import ClaimState
from connect.structures.enums import Nature
from connect.structures.models import Structure
from connect.taxonomy.models import Territory

OPEN = Q(state__in=("a-confirmer", "attend"))


class Claim(models.Model):
    """A claim of a structure of the directory, or the description of one to add; the chamber decides.

    `address` is where the answer goes: that of the account, or one typed and confirmed by mail. It is erased
    by a job some time after the decision, or when it was never confirmed.
    """

    structure = models.ForeignKey(
        Structure,
        verbose_name="structure",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text="Celle de l’annuaire ; vide tant que la CRESS n’a pas accepté d’en ajouter une.",
    )
    likeness = models.CharField(max_length=340, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="claims",
    )
    address = models.EmailField("adresse électronique", blank=True)
    position = models.CharField("fonction dans la structure", max_length=160)
    name = models.CharField("nom de la structure", max_length=200, blank=True)
    nature = models.CharField("nature", max_length=24, choices=Nature.choices, blank=True)
    commune = models.ForeignKey(
        Territory,
        verbose_name="commune du siège",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
    )
    website = models.URLField("site internet", max_length=300, blank=True)
    email = models.EmailField("courriel de la structure", blank=True)
    description = models.CharField("ce qu’elle fait", max_length=1000, blank=True)
    state = models.CharField(
        "état", max_length=12, choices=ClaimState.choices, default=ClaimState.UNCONFIRMED
    )
    seed = models.CharField(max_length=43, editable=False, blank=True)
    # Unique, and absent where no link was needed.
    digest = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  # see above
    sent_count = models.PositiveSmallIntegerField("envois", default=0)
    made_at = models.DateTimeField("écrite le", default=timezone.now)
    confirmed_at = models.DateTimeField("adresse confirmée le", null=True, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="décidée par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="claims_decided",
    )
    motive = models.CharField("motif", max_length=1000, blank=True)

    class Meta:
        verbose_name = "référencement"
        verbose_name_plural = "référencements"
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "likeness"], condition=OPEN, name="one_open_claim_per_address"
            )
        ]
        indexes = [
            models.Index(fields=["likeness"], name="claims_alike"),
            models.Index(
                fields=["confirmed_at"], name="claims_waiting", condition=Q(state="attend")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.position}"

    @property
    def subject(self) -> str:
        """The name of what is claimed."""
        return self.name or (self.structure.name if self.structure else "")
