"""The links of « Toujours exact » and what was said through them. Only digests of the links are kept."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from connect.offers.models import Offer
from connect.outreach.enums import ReplyVerb
from connect.outreach.models.campaign import Target


class ExactLink(models.Model):
    """A link that lets one receiver of one campaign say whether the sheets of one structure are still true."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="links")
    # The receiver it was made for: it stops working once somebody else receives for the structure.
    recipient = models.CharField(max_length=64, editable=False)
    nonce = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("fait le", default=timezone.now)
    expires_on = models.DateField("valable jusqu’au", db_index=True)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "lien « Toujours exact »"
        verbose_name_plural = "liens « Toujours exact »"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.target_id} · {self.expires_on}"


class Reply(models.Model):
    """What a structure said last of one of its sheets, in one campaign; without offer, of its own sheet."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="replies")
    offer = models.ForeignKey(
        Offer,
        verbose_name="offre",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    verb = models.CharField("réponse", max_length=12, choices=ReplyVerb.choices)
    replied_at = models.DateTimeField("répondu le", default=timezone.now)

    class Meta:
        verbose_name = "réponse d’une structure"
        verbose_name_plural = "réponses des structures"
        ordering = ["replied_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "offer"],
                condition=Q(offer__isnull=False),
                name="one_reply_per_offer",
            ),
            models.UniqueConstraint(
                fields=["target"], condition=Q(offer__isnull=True), name="one_reply_per_structure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.target_id}"
