"""Fixed lists of the ledger."""

from django.db import models


class State(models.TextChoices):
    """Where a message stands."""

    WAITING = "attend", "À envoyer"
    CLAIMED = "en-cours", "En cours d’envoi"
    SENT = "envoye", "Envoyé"
    REFUSED = "refuse", "Refusé par le serveur"
    DROPPED = "sans-objet", "Non envoyé"
