"""Groups, who belongs to them, and the ways in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from connect.groups.enums import Kind, Openness, Outcome, Role
from connect.taxonomy.models import Territory, Theme


class Group(models.Model):
    """A group of persons, for a project or about a theme. It is archived, never deleted."""

    kind = models.CharField("nature", max_length=12, choices=Kind.choices)
    name = models.CharField("nom", max_length=120, unique=True)
    slug = models.SlugField("adresse", max_length=120, unique=True)
    purpose = models.TextField(
        "raison d’être",
        max_length=3000,
        help_text="À quoi sert le groupe, en quelques phrases simples. Le public la lit, sauf d’un groupe privé.",
    )
    themes = models.ManyToManyField(Theme, verbose_name="thèmes", blank=True, related_name="groups")
    territory = models.ForeignKey(
        Territory,
        verbose_name="territoire",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="groups",
    )
    openness = models.CharField(
        "ouverture", max_length=12, choices=Openness.choices, default=Openness.ON_REQUEST
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    archived_at = models.DateTimeField("archivé le", null=True, blank=True)

    class Meta:
        verbose_name = "groupe"
        verbose_name_plural = "groupes"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the page of the group."""
        return reverse("group", args=[self.slug])

    @property
    def is_archived(self) -> bool:
        """Whether the group is over: its members still read it, nobody changes it."""
        return self.archived_at is not None


class GroupMembership(models.Model):
    """A person belongs to a group, from a day to another. A membership ends, it is never deleted."""

    group = models.ForeignKey(
        Group, verbose_name="groupe", on_delete=models.PROTECT, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="group_memberships",
    )
    role = models.CharField("rôle", max_length=16, choices=Role.choices, default=Role.MEMBER)
    began_at = models.DateTimeField("depuis le", default=timezone.now)
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "membre d’un groupe"
        verbose_name_plural = "membres de groupes"
        ordering = ["group", "-began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_membership_per_group",
            )
        ]
        indexes = [models.Index(fields=["group", "ended_at"], name="members_of_group")]

    def __str__(self) -> str:
        return f"{self.user} · {self.group} ({self.get_role_display()})"

    @property
    def shown_name(self) -> str:
        """The name others read; never the address."""
        return self.user.get_full_name() or "Personne sans nom affiché"

    @property
    def is_lead(self) -> bool:
        """Whether the person is one of the « référents »."""
        return self.role != Role.MEMBER


class GroupRequest(models.Model):
    """A person asks to join a group."""

    group = models.ForeignKey(
        Group, verbose_name="groupe", on_delete=models.PROTECT, related_name="requests"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="group_requests",
    )
    message = models.CharField("message", max_length=600, blank=True)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    outcome = models.CharField("suite", max_length=12, choices=Outcome.choices, blank=True)
    answer = models.CharField("réponse", max_length=600, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "demande d’entrée dans un groupe"
        verbose_name_plural = "demandes d’entrée dans un groupe"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"], condition=Q(outcome=""), name="one_waiting_group_request"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="answered_group_request_has_a_date",
            ),
        ]
        indexes = [models.Index(fields=["group", "outcome"], name="group_requests_waiting")]

    def __str__(self) -> str:
        return f"{self.user} → {self.group}"

    @property
    def shown_name(self) -> str:
        """The name the leads read; never the address."""
        return self.user.get_full_name() or "Personne sans nom affiché"


class GroupInvitation(models.Model):
    """An address is invited into a group: whoever holds it, with an account or once it is made, may come in."""

    group = models.ForeignKey(
        Group, verbose_name="groupe", on_delete=models.PROTECT, related_name="invitations"
    )
    address = models.EmailField("adresse électronique")
    role = models.CharField("rôle", max_length=16, choices=Role.choices, default=Role.MEMBER)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField("invitée le", default=timezone.now)
    expires_at = models.DateTimeField("valable jusqu’au")
    outcome = models.CharField("suite", max_length=12, choices=Outcome.choices, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "invitation dans un groupe"
        verbose_name_plural = "invitations dans un groupe"
        ordering = ["-invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "address"],
                condition=Q(outcome=""),
                name="one_waiting_group_invitation",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="answered_group_invitation_has_a_date",
            ),
        ]
        indexes = [models.Index(fields=["address", "outcome"], name="group_invitations_of")]

    def __str__(self) -> str:
        return f"{self.group} → {self.address}"
