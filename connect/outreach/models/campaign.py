"""Campaigns of mails: whom they ask, who approved them, what came back."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from connect.common.french import day_long
from connect.outreach.enums import CallOutcome, CampaignKind, CampaignState
from connect.structures.enums import Nature
from connect.structures.models import Structure
from connect.taxonomy.models import Territory


class Rhythm(models.Model):
    """After how many months a structure of a nature is asked again; the row without nature is for all the others."""

    nature = models.CharField(
        "nature", max_length=24, choices=Nature.choices, blank=True, unique=True
    )
    months = models.PositiveSmallIntegerField(
        "mois", validators=[MinValueValidator(3), MaxValueValidator(36)]
    )

    class Meta:
        verbose_name = "rythme des relances"
        verbose_name_plural = "rythmes des relances"
        ordering = ["nature"]

    def __str__(self) -> str:
        return f"{self.get_nature_display() or 'Autres'} : {self.months} mois"


class Campaign(models.Model):
    """Mails that are prepared together, approved by a person, then sent little by little."""

    kind = models.CharField("nature", max_length=12, choices=CampaignKind.choices)
    state = models.CharField(
        "état", max_length=12, choices=CampaignState.choices, default=CampaignState.PREPARED
    )
    territory = models.ForeignKey(
        Territory,
        verbose_name="territoire",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    words = models.TextField("mot de la CRESS", blank=True, max_length=2000)
    asks_twice = models.BooleanField("second rappel au bout de 30 jours", default=True)
    hourly_cap = models.PositiveSmallIntegerField(
        "courriels par heure",
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    prepared_at = models.DateTimeField("préparée le", default=timezone.now)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="préparée par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField("approuvée le", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="approuvée par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    stopped_at = models.DateTimeField("arrêtée le", null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="arrêtée par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)

    class Meta:
        verbose_name = "campagne"
        verbose_name_plural = "campagnes"
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(state=CampaignState.PREPARED, kind=CampaignKind.REMINDER),
                name="one_reminder_prepared_at_once",
            ),
            models.UniqueConstraint(
                fields=["territory"],
                condition=Q(state=CampaignState.PREPARED, kind=CampaignKind.LETTER),
                name="one_letter_prepared_per_territory",
            ),
            models.CheckConstraint(
                condition=Q(kind=CampaignKind.REMINDER, territory__isnull=True)
                | Q(kind=CampaignKind.LETTER, territory__isnull=False),
                name="letters_have_a_territory",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=(CampaignState.APPROVED, CampaignState.SENDING, CampaignState.ENDED)
                )
                | Q(approved_at__isnull=False),
                name="what_is_sent_was_approved",
            ),
        ]

    def __str__(self) -> str:
        day = day_long(timezone.localdate(self.prepared_at))
        where = f"pour {self.territory.name}, " if self.territory else "du "
        return f"{self.get_kind_display()} {where}{day}"

    @property
    def key(self) -> str:
        """What its messages are about, in the ledger."""
        return f"campagne:{self.pk}"


class Target(models.Model):
    """A structure, or an imported address, that a campaign asks; all those of one receiver make one mail."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="targets")
    structure = models.ForeignKey(
        Structure,
        verbose_name="structure",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    prospect = models.ForeignKey(
        "outreach.Prospect",
        verbose_name="adresse importée",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="targets",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    address = models.EmailField("adresse", blank=True)
    # What stands for the receiver in the ledger; empty when nobody can be written to.
    recipient = models.CharField(max_length=64, blank=True, editable=False)
    due_before = models.DateField("à confirmer si vérifiée avant le", null=True, blank=True)
    excluded_at = models.DateTimeField("écartée le", null=True, blank=True)
    handed_at = models.DateTimeField("remise à l’envoi le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    undelivered = models.CharField("pourquoi rien n’est parti", max_length=200, blank=True)
    reminded_at = models.DateTimeField("rappelée le", null=True, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    network_told_at = models.DateTimeField("confiée au réseau local le", null=True, blank=True)
    settled_at = models.DateTimeField("classée le", null=True, blank=True)

    class Meta:
        verbose_name = "destinataire"
        verbose_name_plural = "destinataires"
        ordering = ["campaign", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "structure"],
                condition=Q(structure__isnull=False),
                name="structure_asked_once_a_campaign",
            ),
            models.UniqueConstraint(
                fields=["campaign", "prospect"],
                condition=Q(prospect__isnull=False),
                name="prospect_asked_once_a_campaign",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "recipient"], name="target_of_receiver"),
            models.Index(fields=["sent_at", "answered_at"], name="target_silent"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.campaign_id}"

    @property
    def name(self) -> str:
        """Whom the mail is about."""
        if self.structure is not None:
            return self.structure.name
        return self.prospect.name if self.prospect else "Adresse effacée"


class PhoneCall(models.Model):
    """Somebody of a local network, or of the chamber, called a structure that did not answer."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="calls")
    outcome = models.CharField("résultat", max_length=12, choices=CallOutcome.choices)
    note = models.CharField("précision", max_length=400, blank=True)
    called_at = models.DateTimeField("appelée le", default=timezone.now)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "appel à une structure"
        verbose_name_plural = "appels aux structures"
        ordering = ["-called_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["target"], name="one_call_settles_a_target"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.target_id}"
