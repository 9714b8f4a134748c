"""Fixed lists about findings."""

from django.db import models


class FindingKind(models.TextChoices):
    """What a finding is about."""

    FAULT = "defaut", "Défaut d’une offre"
    PAIR = "doublon", "Double saisie"


class FindingState(models.TextChoices):
    """What became of a finding."""

    OPEN = "ouvert", "À traiter"
    DISMISSED = "ecarte", "Laissé tel quel"
    SETTLED = "regle", "Réglé"
