"""What may be known of an address."""

from django.db import models


class LinkState(models.TextChoices):
    """The state of an address, as last established."""

    UNKNOWN = "inconnu", "Pas encore établi"
    OK = "ok", "Répond"
    MOVED = "deplace", "A changé d’adresse"
    DEAD = "mort", "Ne répond plus"
    DANGEROUS = "dangereux", "Dangereux"
    ROBOTS = "robots", "Fermé aux robots"
    RESERVED = "reserve", "Adresse d’exemple"


# What a person should look at.
REPORTED = (LinkState.MOVED, LinkState.DEAD, LinkState.DANGEROUS)
