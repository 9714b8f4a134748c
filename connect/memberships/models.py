"""Memberships of persons in structures, and in the teams of local networks."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from connect.memberships.enums import Origin, Role
from connect.structures.models import LocalNetwork, Structure


class Membership(models.Model):
    """A person acts for a structure. A membership ends, it is never deleted: history stays readable."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    structure = models.ForeignKey(
        Structure, verbose_name="structure", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("rôle", max_length=16, choices=Role.choices, default=Role.CONTRIBUTOR)
    origin = models.CharField("entrée par", max_length=16, choices=Origin.choices)
    began_at = models.DateTimeField("depuis le", auto_now_add=True)
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "rattachement"
        verbose_name_plural = "rattachements"
        ordering = ["structure", "-began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_membership_per_structure",
            )
        ]
        indexes = [
            models.Index(fields=["structure", "ended_at"], name="membership_of_structure"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.structure} ({self.get_role_display()})"


class NetworkAnimator(models.Model):
    """A person animates a local network: rights over the structures of its territory."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="animated_networks",
    )
    network = models.ForeignKey(
        LocalNetwork,
        verbose_name="réseau local",
        on_delete=models.PROTECT,
        related_name="animators",
    )
    began_at = models.DateTimeField("depuis le", auto_now_add=True)
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "animateur de réseau local"
        verbose_name_plural = "animateurs de réseaux locaux"
        ordering = ["network", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "network"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_animation_per_network",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.network}"
