"""The flat vocabularies of an offer; codes never change, labels are the staff's."""

from django.core.validators import RegexValidator
from django.db import models

from connect.taxonomy.enums import FundingCode, TargetGroup

code_validator = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z",
    "Un code s’écrit en minuscules sans accent, chiffres et tirets bas compris.",
)


class Term(models.Model):
    """One word of a vocabulary: a stable code, a label for people and a plain explanation."""

    code = models.CharField(
        "code",
        max_length=40,
        unique=True,
        validators=[code_validator],
        help_text="Ne change plus une fois créé : les fichiers importés s’y rattachent.",
    )
    label = models.CharField("libellé", max_length=120)
    help_text = models.CharField(
        "explication",
        max_length=300,
        blank=True,
        help_text="Une phrase simple, affichée à côté du libellé.",
    )
    order = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        abstract = True
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.label


class FundingType(Term):
    """A type of funding; a funding offer has exactly one of the five."""

    plural_label = models.CharField(
        "libellé au pluriel", max_length=120, help_text="Titre du groupe dans les résultats."
    )

    class Meta(Term.Meta):
        verbose_name = "type de financement"
        verbose_name_plural = "types de financement"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__in=FundingCode.values), name="funding_type_is_one_of_five"
            )
        ]


class AccompanimentType(Term):
    """A type of accompaniment; an offer may have several."""

    class Meta(Term.Meta):
        verbose_name = "type d’accompagnement"
        verbose_name_plural = "types d’accompagnement"


class StructureType(Term):
    """A kind of organisation (or person) that an offer is meant for."""

    group = models.CharField("famille", max_length=20, choices=TargetGroup.choices)
    employs = models.BooleanField(
        "emploie au moins une personne",
        null=True,
        blank=True,
        choices=[(None, "Peut employer ou non"), (True, "Oui, toujours"), (False, "Non, jamais")],
        help_text="Sert au questionnaire : la question sur les salariés n’est posée que si la réponse manque.",
    )

    class Meta(Term.Meta):
        verbose_name = "type de structure"
        verbose_name_plural = "types de structures"


class Sector(Term):
    """A sector of activity. « Tous secteurs » is a flag of the offer, never a row here."""

    class Meta(Term.Meta):
        verbose_name = "secteur"
        verbose_name_plural = "secteurs"
        constraints = [
            models.CheckConstraint(condition=~models.Q(code="tous"), name="all_sectors_is_a_flag")
        ]


class Phase(Term):
    """A moment in the life of a project, said as a person would say it."""

    short_label = models.CharField("libellé court", max_length=40)

    class Meta(Term.Meta):
        verbose_name = "étape du projet"
        verbose_name_plural = "étapes du projet"


class FundedObject(Term):
    """What the money may pay for."""

    class Meta(Term.Meta):
        verbose_name = "objet financé"
        verbose_name_plural = "objets financés"
