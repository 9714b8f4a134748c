"""Fixed lists of contributions."""

from django.db import models


class State(models.TextChoices):
    """Where a proposal stands."""

    DRAFT = "brouillon", "Brouillon"
    SUBMITTED = "proposee", "En cours de lecture par la CRESS"
    ACCEPTED = "acceptee", "Acceptée"
    RETURNED = "retournee", "Retournée par la CRESS"
    WITHDRAWN = "abandonnee", "Abandonnée"


class Subject(models.TextChoices):
    """What a proposal writes; the first three are the kinds of offers."""

    FUNDING = "funding", "Financement"
    ACCOMPANIMENT = "accompaniment", "Accompagnement"
    CALL = "call", "Appel à projets"
    STRUCTURE = "structure", "Structure"


WRITABLE = (State.DRAFT, State.RETURNED)
"""States in which the author may still write."""
OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED)
"""States of a proposal that is not over."""
