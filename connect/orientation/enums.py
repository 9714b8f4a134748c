"""Fixed lists of the orientation: what is asked, what is judged, with what verdict."""

from django.db import models


class Asked(models.TextChoices):
    """What a question of the questionnaire asks; the value is its name in the address."""

    NEEDS = "besoin", "Le besoin"
    PHASE = "etape", "L’étape du projet"
    FAMILY = "qui", "Qui porte le projet"
    FORM = "forme", "Le statut de l’organisation"
    EMPLOYEES = "salaries", "Le nombre de salariés"
    PLACE = "lieu", "Le territoire"
    SECTORS = "secteur", "Le secteur d’activité"
    AMOUNT = "montant", "Le montant cherché"
    OBJECTS = "objet", "Ce que l’argent doit payer"


class Criterion(models.TextChoices):
    """What an offer is judged on; the value is its name in the API."""

    NEEDS = "needs", "Besoin"
    STRUCTURE = "structure_type", "Type d’organisation"
    PHASE = "phase", "Étape du projet"
    SECTORS = "sectors", "Secteur"
    TERRITORY = "territory", "Territoire"
    AMOUNT = "amount", "Montant"
    OBJECTS = "objects", "Dépense à financer"
    DEADLINE = "deadline", "Calendrier"
    RULE = "rule", "Règle particulière"


class Verdict(models.TextChoices):
    """What a criterion says of an offer, and the list in which the offer stands."""

    ELIGIBLE = "eligible", "Éligible"
    TO_CHECK = "to_check", "À vérifier"
    EXCLUDED = "excluded", "Proche mais exclu"


class OnMiss(models.TextChoices):
    """What happens to an offer that says something else than the answer."""

    EXCLUDED = "excluded", "L’offre est écartée"
    TO_CHECK = "to_check", "L’offre reste, à vérifier"
    IGNORED = "ignored", "On n’en tient pas compte"


class Setting(models.TextChoices):
    """The criteria whose effect staff choose; the two ends of an amount are chosen apart."""

    STRUCTURE = "structure_type", "Type d’organisation"
    PHASE = "phase", "Étape du projet"
    SECTORS = "sectors", "Secteur"
    TERRITORY = "territory", "Territoire"
    AMOUNT_BELOW = "amount_below", "Montant cherché sous le minimum de l’offre"
    AMOUNT_ABOVE = "amount_above", "Montant cherché au-dessus du maximum de l’offre"
    OBJECTS = "objects", "Dépense à financer"


class Employees(models.TextChoices):
    """How many people the organisation employs."""

    NONE = "aucun", "Aucun salarié"
    FEW = "1-9", "1 à 9 salariés"
    SOME = "10-49", "10 à 49 salariés"
    MANY = "50", "50 salariés ou plus"


class RuleEffect(models.TextChoices):
    """What a special rule does to the offers it concerns."""

    EXCLUDED = "excluded", "Écarter l’offre"
    TO_CHECK = "to_check", "Garder l’offre, à vérifier"
    NOTE = "eligible", "Garder l’offre, avec cette précision"
