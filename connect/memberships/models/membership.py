"""Memberships of persons in structures, and in the teams of local networks."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from connect.memberships.enums import Deed, Origin, Role
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


class MembershipDeed(models.Model):
    """One line of a structure's history: what happened to whom, by whom.

    Names are those of the accounts today: erasing an account takes its name out of here too.
    """

    structure = models.ForeignKey(
        Structure,
        verbose_name="structure",
        on_delete=models.PROTECT,
        related_name="membership_deeds",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="membership_deeds",
    )
    deed = models.CharField("ce qui s’est passé", max_length=8, choices=Deed.choices)
    role = models.CharField("rôle", max_length=16, choices=Role.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="membership_deeds_done",
    )
    at = models.DateTimeField("le", auto_now_add=True)
    orphaned = models.BooleanField(
        "structure laissée sans administrateur",
        default=False,
        help_text="À régler sur la page du lundi.",
    )

    class Meta:
        verbose_name = "histoire d’un rattachement"
        verbose_name_plural = "histoire des rattachements"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["structure", "-at"], name="deeds_of_structure"),
            models.Index(fields=["at"], name="deeds_orphaned", condition=Q(orphaned=True)),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_deed_display()} ({self.structure})"
