"""The contract by which every feature links its content to offers."""

from django.conf import settings
from django.db import models

from connect.offers.models.offer import Offer


class OfferLink(models.Model):
    """A link from a feature's object to an offer; each feature adds its own foreign key and uniqueness."""

    offer = models.ForeignKey(
        Offer,
        verbose_name="offre",
        on_delete=models.CASCADE,
        related_name="%(app_label)s_%(class)ss",
    )
    note = models.CharField("pourquoi ce lien", max_length=200, blank=True)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="reliée par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField("reliée le", auto_now_add=True)

    class Meta:
        abstract = True
