"""The questionnaire as staff write it; what the public reads is the last version published."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin

from connect.orientation.enums import Asked, OnMiss, RuleEffect, Setting
from connect.orientation.models.codes import CodesField


class Questionnaire(DraftStateMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """The one questionnaire of the site: its questions, in order, and its rules."""

    title = models.CharField("titre", max_length=120, default="Quelles offres pour mon projet ?")
    introduction = models.TextField(
        "introduction", blank=True, max_length=600, help_text="Deux ou trois phrases simples."
    )

    class Meta:
        verbose_name = "questionnaire"
        verbose_name_plural = "questionnaire"

    def __str__(self) -> str:
        return self.title

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """There is one questionnaire: a second one is refused.

        Raises:
            ValidationError: on a second row.
        """
        super().full_clean(*args, **kwargs)
        if Questionnaire.objects.exclude(pk=self.pk).exists():
            raise ValidationError("Il n’y a qu’un questionnaire : modifiez celui qui existe.")

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """What a change moves, for every saved profile."""
        return "orientation/staff/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """The comparison of what is being written with what is published."""
        from connect.orientation.previewing import compare  # noqa: PLC0415  # it reads these models

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return {**context, "comparison": compare(self)}


class Question(Orderable):
    """A question as people read it."""

    questionnaire = ParentalKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    asks = models.CharField("ce qu’elle demande", max_length=12, choices=Asked.choices)
    title = models.CharField("question", max_length=160)
    help = models.CharField("aide", max_length=300, blank=True)
    jargon = models.TextField(
        "explication d’un mot",
        blank=True,
        max_length=600,
        help_text="S’ouvre à côté de la question, pour qui ne connaît pas un mot.",
    )
    shown_when = CodesField(
        "posée seulement si",
        default=list,
        blank=True,
        offered="conditions_of_questions",
        help_text="Réponses dont une au moins doit être donnée avant. Vide : toujours posée.",
    )
    is_active = models.BooleanField("posée", default=True)

    class Meta(Orderable.Meta):
        verbose_name = "question"
        verbose_name_plural = "questions"

    def __str__(self) -> str:
        return self.title


class CriterionSetting(Orderable):
    """What a criterion does to an offer that says otherwise, and what to ask its funder."""

    questionnaire = ParentalKey(Questionnaire, on_delete=models.CASCADE, related_name="settings")
    setting = models.CharField("critère", max_length=16, choices=Setting.choices)
    on_miss = models.CharField(
        "si l’offre dit autre chose", max_length=10, choices=OnMiss.choices, default=OnMiss.EXCLUDED
    )
    ask = models.CharField(
        "question à poser au financeur",
        max_length=200,
        help_text="Proposée quand l’offre est « à vérifier » sur ce critère.",
    )

    class Meta(Orderable.Meta):
        verbose_name = "critère"
        verbose_name_plural = "critères"

    def __str__(self) -> str:
        return Setting(self.setting).label


class Rule(Orderable):
    """A rule beside what offers say of themselves: « le DLA demande au moins un salarié »."""

    questionnaire = ParentalKey(Questionnaire, on_delete=models.CASCADE, related_name="rules")
    label = models.CharField("nom de la règle", max_length=120, help_text="Pour l’équipe.")
    when = CodesField(
        "si la personne répond",
        default=list,
        blank=True,
        offered="conditions_of_rules",
        help_text="Une au moins des réponses cochées de chaque question. Vide : toujours.",
    )
    offers = CodesField(
        "alors, pour les offres",
        default=list,
        blank=True,
        offered="offers_of_rules",
        help_text="Une au moins des valeurs cochées de chaque liste. Vide : toutes les offres.",
    )
    effect = models.CharField("effet", max_length=10, choices=RuleEffect.choices)
    text = models.CharField("phrase affichée", max_length=240)
    ask = models.CharField("question à poser au financeur", max_length=200, blank=True)
    is_active = models.BooleanField("en vigueur", default=True)

    class Meta(Orderable.Meta):
        verbose_name = "règle particulière"
        verbose_name_plural = "règles particulières"

    def __str__(self) -> str:
        return self.label
