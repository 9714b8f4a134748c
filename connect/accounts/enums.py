"""Roles of the chamber's staff; each is a group made by migration."""

from django.db import models


class StaffRole(models.TextChoices):
    """Code and name of a staff group."""

    EDITOR = "editeur", "Rédaction"
    MODERATOR = "moderateur", "Modération et validation"
    PUBLISHER = "diffuseur", "Diffusion de la lettre"
    ADMINISTRATOR = "administrateur", "Administration"


class ProofPurpose(models.TextChoices):
    """What comes of an address once it is proved."""

    SIGN_UP = "inscription", "Création d’un compte"
    CHANGE = "changement", "Changement d’adresse"
