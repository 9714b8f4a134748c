"""Fixed lists of the indicators."""

from django.db import models


class Nature(models.TextChoices):
    """What the number of a day is: a level at the end of it, or what was counted in its course."""

    STATE = "etat", "Niveau en fin de journée"
    FLOW = "flux", "Nombre dans la journée"


class Unit(models.TextChoices):
    """What is counted."""

    NUMBER = "nombre", ""
    PERCENT = "pourcentage", "%"
    DAYS = "jours", "jours"


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "hausse", "Une hausse est une bonne nouvelle"
    DOWN = "baisse", "Une baisse est une bonne nouvelle"
    NEITHER = "neutre", "Ni bonne ni mauvaise nouvelle en soi"
