"""Fixed lists of the toolbox."""

from django.db import models


class Audience(models.TextChoices):
    """Whom a sheet is written for, by what the reader does."""

    CARRIES = "porter", "Porter un projet"
    ACCOMPANIES = "accompagner", "Accompagner des projets"
    FUNDS = "financer", "Financer des projets"
    GOVERNS = "administrer", "Administrer ou diriger une structure"
    ANIMATES = "animer", "Animer un réseau ou un territoire"


class VersionReason(models.TextChoices):
    """Why a version was kept; the values are those of `connect.coedit.kinds.Reason`."""

    PAUSE = "pause", "Au fil de l’écriture"
    SUBMITTED = "soumission", "Proposée à la relecture"
    PUBLISHED = "publication", "Publiée"
    RESTORED = "reprise", "Avant une restauration"
    KEPT = "version", "Gardée à la demande"
    SET_ASIDE = "ecart", "Mise de côté"
