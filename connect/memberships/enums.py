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
