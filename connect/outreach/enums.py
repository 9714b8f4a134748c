"""Fixed lists of the outreach."""

from django.db import models


class CampaignKind(models.TextChoices):
    """What a campaign sends."""

    REMINDER = "relance", "Relance annuelle"
    LETTER = "lettre", "Lettre « référencez-vous »"


class CampaignState(models.TextChoices):
    """Where a campaign stands; nothing leaves before it is approved."""

    PREPARED = "preparee", "À approuver"
    APPROVED = "approuvee", "Approuvée"
    SENDING = "en_cours", "Envoi en cours"
    ENDED = "terminee", "Envoi terminé"
    STOPPED = "arretee", "Arrêtée"


class ReplyVerb(models.TextChoices):
    """What a structure says of one of its sheets."""

    EXACT = "exact", "Toujours exact"
    GONE = "fini", "Plus proposée"
    CORRECT = "corriger", "À corriger"


class CallOutcome(models.TextChoices):
    """What a telephone call to a silent structure taught."""

    EXACT = "exact", "Tout est exact"
    CORRECT = "corriger", "À corriger"
    GONE = "disparue", "La structure n’existe plus"


class Progress(models.TextChoices):
    """Where a structure stands in a campaign; worked out, never stored."""

    WAITING = "en-attente", "En attente"
    HANDED = "remise", "Remise à l’envoi"
    SILENT = "sans-reponse", "Sans réponse"
    CONFIRMED = "confirmee", "Confirmée"
    TO_CORRECT = "a-corriger", "À corriger"
    UNDELIVERED = "non-partie", "Non partie"
    NO_ADDRESS = "sans-adresse", "Sans adresse"
    EXCLUDED = "ecartee", "Écartée"
