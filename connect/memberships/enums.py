"""Fixed lists of memberships."""

from django.db import models


class Role(models.TextChoices):
    """What a member may do for a structure."""

    CONTRIBUTOR = "contributeur", "Contributeur"
    ADMINISTRATOR = "administrateur", "Administrateur de la structure"


class Origin(models.TextChoices):
    """How a person came in."""

    INVITATION = "invitation", "Invitation"
    REQUEST = "demande", "Demande acceptée"
    DOMAIN = "domaine", "Adresse de la structure"
    CLAIM = "referencement", "Référencement"
    STAFF = "equipe", "Équipe de la CRESS"


class Deed(models.TextChoices):
    """What happened to a membership; the past tense of the history that members read."""

    JOINED = "entree", "a rejoint la structure"
    ROLE_CHANGED = "role", "a changé de rôle"
    LEFT = "depart", "a quitté la structure"
    REMOVED = "retrait", "ne fait plus partie de la structure"
    MERGED = "fusion", "a suivi une fusion de structures"


class Answer(models.TextChoices):
    """Where a request, an invitation or a domain stands."""

    WAITING = "attend", "En attente"
    ACCEPTED = "acceptee", "Acceptée"
    REFUSED = "refusee", "Refusée"
    WITHDRAWN = "retiree", "Retirée"


class ClaimState(models.TextChoices):
    """Where a « référencement » stands."""

    UNCONFIRMED = "a-confirmer", "Adresse à confirmer"
    WAITING = "attend", "En attente"
    ACCEPTED = "acceptee", "Acceptée"
    REFUSED = "refusee", "Refusée"
