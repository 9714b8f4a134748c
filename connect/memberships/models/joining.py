"""Ways into a structure: invitations, requests, addresses of its domain."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from connect.memberships.enums import Answer, Role
from connect.structures.models import Structure


class Invitation(models.Model):
    """A structure invites an address with a role.

    The token of the mailed link is worked out from `seed` and the site's secret; the table keeps its digest only.
    """

    structure = models.ForeignKey(
        Structure, verbose_name="structure", on_delete=models.PROTECT, related_name="invitations"
    )
    address = models.EmailField("adresse invitée")
    role = models.CharField("rôle", max_length=16, choices=Role.choices)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="invitée par",
        on_delete=models.SET_NULL,
        null=True,
        related_name="invitations_sent",
    )
    seed = models.CharField(max_length=43, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField("état", max_length=8, choices=Answer.choices, default=Answer.WAITING)
    invited_at = models.DateTimeField("invitée le", default=timezone.now)
    sent_count = models.PositiveSmallIntegerField("envois", default=1)
    expires_at = models.DateTimeField("valable jusqu’au")
    decided_at = models.DateTimeField("répondue le", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="acceptée par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations_accepted",
    )

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("address"),
                "structure",
                condition=Q(state="attend"),
                name="one_waiting_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.address} · {self.structure}"

    def is_open(self, now: datetime.datetime) -> bool:
        """Whether the link still opens something."""
        return self.state == Answer.WAITING and now < self.expires_at


class JoinRequest(models.Model):
    """A person asks to join a structure; its administrators decide, or the chamber."""

    structure = models.ForeignKey(
        Structure, verbose_name="structure", on_delete=models.PROTECT, related_name="join_requests"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="join_requests",
    )
    message = models.CharField("message", max_length=500, blank=True)
    state = models.CharField("état", max_length=8, choices=Answer.choices, default=Answer.WAITING)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="décidé par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="join_requests_decided",
    )
    motive = models.CharField("motif", max_length=500, blank=True)

    class Meta:
        verbose_name = "demande de rattachement"
        verbose_name_plural = "demandes de rattachement"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "user"],
                condition=Q(state="attend"),
                name="one_waiting_request_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.structure}"


class StructureDomain(models.Model):
    """A domain whose addresses belong to a structure, once the chamber confirmed it.

    `domain` is in the form that machines compare (punycode), so that look-alikes stay different.
    """

    structure = models.ForeignKey(
        Structure, verbose_name="structure", on_delete=models.PROTECT, related_name="domains"
    )
    domain = models.CharField("domaine", max_length=253)
    state = models.CharField("état", max_length=8, choices=Answer.choices, default=Answer.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="demandé par",
        on_delete=models.SET_NULL,
        null=True,
        related_name="domains_asked",
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="décidé par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="domains_decided",
    )

    class Meta:
        verbose_name = "domaine d’une structure"
        verbose_name_plural = "domaines des structures"
        ordering = ["domain", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "domain"], name="one_row_per_domain_of_structure"
            )
        ]
        indexes = [models.Index(fields=["domain", "state"], name="structures_of_domain")]

    def __str__(self) -> str:
        return self.domain
