"""Themes of content and needs in people's words, tied to the vocabularies of offers."""

from django.core.exceptions import ValidationError
from django.db import models

from connect.taxonomy.models.terms import AccompanimentType, FundedObject, FundingType, Term


class Theme(Term):
    """A theme of content, on two levels; every room of the site uses this list and no other."""

    parent = models.ForeignKey(
        "self",
        verbose_name="thème parent",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    funding_types = models.ManyToManyField(
        FundingType, verbose_name="types de financement liés", blank=True, related_name="themes"
    )
    accompaniment_types = models.ManyToManyField(
        AccompanimentType,
        verbose_name="types d’accompagnement liés",
        blank=True,
        related_name="themes",
    )
    objects_funded = models.ManyToManyField(
        FundedObject, verbose_name="objets financés liés", blank=True, related_name="themes"
    )

    class Meta(Term.Meta):
        verbose_name = "thème"
        verbose_name_plural = "thèmes"

    def clean(self) -> None:
        """Refuse a third level and a theme under itself."""
        super().clean()
        if self.parent is None:
            return
        if self.parent == self or self.parent.parent_id is not None:
            raise ValidationError(
                {"parent": "Les thèmes ont deux niveaux : choisissez un thème principal."}
            )
        if self.pk and self.children.exists():
            raise ValidationError(
                {"parent": "Ce thème en contient d’autres : il reste un thème principal."}
            )


class Need(Term):
    """What a person says they look for; it reaches offers through any of its mappings."""

    funding_types = models.ManyToManyField(
        FundingType, verbose_name="types de financement", blank=True, related_name="needs"
    )
    accompaniment_types = models.ManyToManyField(
        AccompanimentType, verbose_name="types d’accompagnement", blank=True, related_name="needs"
    )
    objects_funded = models.ManyToManyField(
        FundedObject, verbose_name="objets financés", blank=True, related_name="needs"
    )
    themes = models.ManyToManyField(Theme, verbose_name="thèmes", blank=True, related_name="needs")
    includes_calls = models.BooleanField(
        "les appels à projets y répondent",
        default=False,
        help_text="Un appel à projets ne dit ni son type ni ses objets : cette case l’ajoute aux réponses.",
    )

    class Meta(Term.Meta):
        verbose_name = "besoin"
        verbose_name_plural = "besoins"
