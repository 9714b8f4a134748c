"""The ledger: one row for each recipient and thing."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from connect.notifications.enums import State


class Notice(models.Model):
    """One message to one recipient about one thing; unique, so that nothing is told twice."""

    kind = models.CharField("nature", max_length=40)
    key = models.CharField("objet", max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
    )
    address = models.EmailField("adresse", blank=True, help_text="Pour qui n’a pas de compte.")
    recipient = models.CharField(max_length=64, editable=False)
    payload = models.JSONField(default=dict, editable=False)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.WAITING)
    reason = models.CharField("motif", max_length=200, blank=True)
    subject = models.CharField("objet du courriel", max_length=200, blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    due_at = models.DateTimeField("à envoyer à partir du")
    expires_at = models.DateTimeField("inutile après le")
    claimed_at = models.DateTimeField("pris le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    # A person of the team saw that it was refused.
    seen_at = models.DateTimeField("vu le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "recipient"], name="one_notice_per_recipient_and_thing"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False),
                name="sent_notice_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="notice_waiting"),
            models.Index(fields=["user", "-created_at"], name="notice_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.key}"


class Preference(models.Model):
    """A person wants no more of one kind of message."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="notification_preferences",
    )
    kind = models.CharField("nature", max_length=40)
    is_wanted = models.BooleanField("souhaité", default=True)

    class Meta:
        verbose_name = "préférence"
        verbose_name_plural = "préférences"
        ordering = ["user", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_preference_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.kind}"


class Suppression(models.Model):
    """A recipient without account wants no more of one kind; only the keyed digest of the address is kept."""

    recipient = models.CharField(max_length=64, editable=False)
    kind = models.CharField("nature", max_length=40)
    created_at = models.DateTimeField("depuis le", auto_now_add=True)

    class Meta:
        verbose_name = "refus"
        verbose_name_plural = "refus"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind"], name="one_suppression_per_kind")
        ]

    def __str__(self) -> str:
        return self.kind
