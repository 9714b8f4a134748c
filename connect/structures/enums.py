"""Fixed lists about structures."""

from django.db import models


class Nature(models.TextChoices):
    """Legal or usual nature of a structure, as the catalogue records it."""

    ASSOCIATION = "association", "Association"
    AUTHORITY = "collectivite", "Collectivité"
    NETWORK = "reseau", "Réseau"
    COOPERATIVE = "cooperative", "Coopérative"
    FOUNDATION = "fondation", "Fondation"
    COMPANY = "entreprise", "Entreprise"
    PUBLIC_BODY = "etablissement_public", "Établissement public"
    BANK = "banque", "Banque"
    CONSULAR = "chambre_consulaire", "Chambre consulaire"
