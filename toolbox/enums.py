"""Fixed lists of the toolbox."""

from django.db import models


class Audience(models.TextChoices):
    """Whom a sheet is written for: what the reader does."""

    CARRIES = "porter", "Je porte un projet"
    ACCOMPANIES = "accompagner", "J’accompagne des projets"
    FUNDS = "financer", "Je finance des projets"
    GOVERNS = "administrer", "J’administre ou je dirige une structure"
    ANIMATES = "animer", "J’anime un réseau ou un territoire"


class VersionReason(models.TextChoices):
    """Why a version was kept; the values are those of `connect.coedit.kinds.Reason`."""

    PAUSE = "pause", "Au fil de l’écriture"
    SUBMITTED = "soumission", "Proposée à la relecture"
    PUBLISHED = "publication", "Publiée"
    RESTORED = "reprise", "Avant une restauration"
    KEPT = "version", "Gardée à la demande"
    SET_ASIDE = "ecart", "Mise de côté"
