"""Fixed lists of groups."""

from django.db import models


class Kind(models.TextChoices):
    """What a group is for."""

    PROJECT = "projet", "Groupe projet"
    THEME = "thematique", "Groupe thématique"


class Openness(models.TextChoices):
    """How one joins, and who sees the group."""

    OPEN = "ouvert", "Ouvert\u00a0: chacun peut le rejoindre"
    ON_REQUEST = "sur-demande", "Sur demande\u00a0: un référent accepte les demandes"
    PRIVATE = "prive", "Privé\u00a0: visible de ses membres, qui entrent sur invitation"


class Role(models.TextChoices):
    """What a member is in a group; all but members are « référents » and may do the same."""

    ELECTED_LEAD = "administrateur", "Référent administrateur"
    STAFF_LEAD = "salarie", "Référent salarié"
    DEPUTY = "suppleant", "Référent suppléant"
    MEMBER = "membre", "Membre"


class Outcome(models.TextChoices):
    """What became of a request or of an invitation."""

    ACCEPTED = "acceptee", "Acceptée"
    DECLINED = "refusee", "Refusée"
    WITHDRAWN = "retiree", "Retirée"
