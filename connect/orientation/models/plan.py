"""A plan handed over to a person: chosen offers in order, why, next steps. No name in it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from connect.offers.models import Offer


class Plan(models.Model):
    """A dated plan, read by whoever holds its link. Only digests of the two links are kept."""

    reading_digest = models.CharField(max_length=64, unique=True, editable=False)
    managing_digest = models.CharField(max_length=64, unique=True, editable=False)
    # What the form that made it carried: sent twice, it makes one plan.
    nonce = models.CharField(max_length=32, unique=True, editable=False)
    made_by = models.CharField(
        "préparé par", max_length=120, blank=True, help_text="Votre structure, par exemple « Maison des associations »."
    )  # fmt: skip
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answers = models.JSONField("réponses", default=dict)
    note = models.TextField("note", blank=True, max_length=2000)
    next_steps = models.TextField("prochaines étapes", blank=True, max_length=2000)
    created_at = models.DateTimeField("préparé le", default=timezone.now)
    changed_at = models.DateTimeField("modifié le", default=timezone.now)
    expires_on = models.DateField("lisible jusqu’au", db_index=True)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)
    # Raised by each change: a form that started from an older one is shown what came between.
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "plan"
        verbose_name_plural = "plans"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Plan du {self.created_at:%d/%m/%Y}"


class PlanStep(models.Model):
    """One offer of a plan, with what it said on the day of the plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField("ordre")
    offer = models.ForeignKey(
        Offer, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_steps"
    )
    note = models.CharField("note", max_length=400, blank=True)
    reasons = models.JSONField("pourquoi", default=list)
    facts = models.JSONField("ce que disait l’offre", default=dict)

    class Meta:
        verbose_name = "étape d’un plan"
        verbose_name_plural = "étapes d’un plan"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="plan_step_in_order"),
            models.UniqueConstraint(
                fields=["plan", "offer"],
                condition=models.Q(offer__isnull=False),
                name="plan_names_an_offer_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.facts.get('title', '')}"
