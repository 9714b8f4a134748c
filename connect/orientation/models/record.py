"""What orientations leave behind: codes and counts, never a person; and questions asked to the chamber."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from connect.offers.models import Offer
from connect.orientation.enums import Criterion
from connect.taxonomy.models import Territory


class Orientation(models.Model):
    """One questionnaire answered to its end. A person who refines their answers stays one row."""

    class Source(models.TextChoices):
        """Where it was answered."""

        QUESTIONNAIRE = "questionnaire", "Questionnaire"
        FOR_SOMEONE = "pour_quelquun", "Pour quelqu’un"

    nonce = models.CharField(max_length=32, unique=True, editable=False)
    source = models.CharField("origine", max_length=16, choices=Source.choices)
    answered_at = models.DateTimeField("répondu le", default=timezone.now, db_index=True)
    answers = models.JSONField("réponses", default=dict, blank=True)
    epci = models.ForeignKey(
        Territory, verbose_name="intercommunalité", on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    department = models.ForeignKey(
        Territory, verbose_name="département", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # fmt: skip
    eligible = models.PositiveIntegerField("éligibles")
    to_check = models.PositiveIntegerField("à vérifier")
    near = models.PositiveIntegerField("proches mais exclues")
    # Offers missed by one criterion, until the sweep adds them to the counts of `NearMiss`.
    missed = models.JSONField(default=dict, blank=True, editable=False)
    is_counted = models.BooleanField(default=False, db_index=True, editable=False)

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"
        ordering = ["-answered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.answered_at:%Y-%m-%d} {self.eligible}/{self.to_check}/{self.near}"


class UnmetNeed(models.Model):
    """A need that no offer answered: the demand side of the gap analysis. Codes only."""

    orientation = models.OneToOneField(
        Orientation, on_delete=models.SET_NULL, null=True, blank=True, related_name="unmet_need"
    )
    noted_at = models.DateTimeField("noté le", default=timezone.now, db_index=True)
    needs = models.JSONField("besoins", default=list, blank=True)
    phase = models.CharField("étape", max_length=40, blank=True)
    structure_types = models.JSONField("organisations", default=list, blank=True)
    sectors = models.JSONField("secteurs", default=list, blank=True)
    amount = models.PositiveIntegerField("montant cherché (€)", null=True, blank=True)
    epci = models.ForeignKey(
        Territory, verbose_name="intercommunalité", on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    department = models.ForeignKey(
        Territory, verbose_name="département", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # fmt: skip
    to_check = models.PositiveIntegerField("offres à vérifier", default=0)
    near = models.PositiveIntegerField("offres proches", default=0)
    blocking = models.CharField(
        "critère le plus coûteux", max_length=16, choices=Criterion.choices, blank=True
    )
    seen_at = models.DateTimeField("vu le", null=True, blank=True)

    class Meta:
        verbose_name = "besoin sans réponse"
        verbose_name_plural = "besoins sans réponse"
        ordering = ["-noted_at", "-pk"]
        indexes = [models.Index(fields=["seen_at", "noted_at"], name="unmet_need_waiting")]

    def __str__(self) -> str:
        return f"{self.noted_at:%Y-%m-%d} {', '.join(self.needs)}"


class NearMiss(models.Model):
    """How many orientations of a month an offer missed by one criterion."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="near_misses")
    criterion = models.CharField("critère", max_length=16, choices=Criterion.choices)
    month = models.DateField("mois")
    count = models.PositiveIntegerField("orientations", default=0)

    class Meta:
        verbose_name = "offre presque éligible"
        verbose_name_plural = "offres presque éligibles"
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "criterion", "month"], name="near_miss_once_a_month"
            )
        ]
        indexes = [models.Index(fields=["month"], name="near_miss_month")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.criterion} {self.month:%Y-%m}: {self.count}"


class Inquiry(models.Model):
    """A question asked to the chamber after an orientation; answered by mail."""

    unmet_need = models.ForeignKey(
        UnmetNeed, on_delete=models.SET_NULL, null=True, blank=True, related_name="inquiries"
    )
    asked_at = models.DateTimeField("posée le", default=timezone.now, db_index=True)
    text = models.TextField("question")
    answers = models.JSONField("réponses au questionnaire", default=dict, blank=True)
    # Erased some time after the answer: the question stays, the person does not.
    email = models.EmailField("adresse de réponse", blank=True)
    answer = models.TextField("réponse", blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("classée le", null=True, blank=True)

    class Meta:
        verbose_name = "question à la CRESS"
        verbose_name_plural = "questions à la CRESS"
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"Question du {self.asked_at:%d/%m/%Y}"
