"""What is known of the addresses that the product shows, and of the hosts that hold them."""

import hashlib

from django.db import models
from django.db.models import Q

from connect.links.enums import REPORTED, LinkState


def hash_of(url: str) -> str:
    """What identifies an address, whatever its length."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


class LinkCheck(models.Model):
    """One address, however many things show it, and whether it still answers."""

    url = models.TextField("adresse")
    # An address may be longer than what a database can index.
    url_hash = models.CharField("empreinte", max_length=64, unique=True)
    # Empty when there is nobody to ask: an address that is refused for what is written in it.
    host = models.CharField("hôte", max_length=253, blank=True)
    state = models.CharField(
        "état", max_length=10, choices=LinkState.choices, default=LinkState.UNKNOWN
    )
    state_since = models.DateField("dans cet état depuis", null=True, blank=True)
    status_code = models.PositiveSmallIntegerField("code HTTP", null=True, blank=True)
    final_url = models.TextField("mène à", blank=True)
    reason = models.CharField("constat", max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0)
    first_failed_at = models.DateTimeField("premier échec", null=True, blank=True)
    checked_at = models.DateTimeField("dernière vérification", null=True, blank=True)
    next_check_at = models.DateTimeField("prochaine vérification")
    kept_until = models.DateField("jugé bon jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "vérification d’un lien"
        verbose_name_plural = "vérifications des liens"
        ordering = ["next_check_at", "pk"]
        indexes = [
            models.Index(fields=["next_check_at", "host"], name="link_due"),
            models.Index(fields=["host"], name="link_host"),
            models.Index(fields=["state"], name="link_reported", condition=Q(state__in=REPORTED)),
        ]

    def __str__(self) -> str:
        return f"{self.url} : {self.get_state_display()}"


class LinkHost(models.Model):
    """One host and our manners towards it: one visit at a time, and a rest between two."""

    host = models.CharField("hôte", max_length=253, unique=True)
    busy_until = models.DateTimeField("visité jusqu’à", null=True, blank=True)
    not_before = models.DateTimeField("pas avant", null=True, blank=True)

    class Meta:
        verbose_name = "hôte visité"
        verbose_name_plural = "hôtes visités"
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host
