"""Fixed lists about offers: kinds, life cycle, motives."""

from django.db import models


class Kind(models.TextChoices):
    """The three kinds of offer."""

    FUNDING = "funding", "Financement"
    ACCOMPANIMENT = "accompaniment", "Accompagnement"
    CALL = "call", "Appel à projets"


class Status(models.TextChoices):
    """Life cycle of an offer; only `VISIBLE` is ever shown to the public."""

    DRAFT = "brouillon", "Brouillon"
    TO_VALIDATE = "en_validation", "En attente de validation"
    VISIBLE = "publiee", "Visible"
    HIDDEN = "masquee", "Masquée"
    ARCHIVED = "archivee", "Archivée"


class HiddenMotive(models.TextChoices):
    """Why an offer is recorded but not shown."""

    COUNCIL = "conseil_departemental", "Offre d’un conseil départemental, non diffusée"
    STOPPED = "dispositif_arrete", "Dispositif arrêté"
    WAITING = "en_validation", "En attente de validation"
    DUPLICATE = "doublon", "Fait double emploi avec une autre fiche"
    OUT_OF_SCOPE = "hors_champ", "Hors du champ de l’ESS ou du territoire"
    UNCERTAIN = "information_incertaine", "Information à vérifier auprès de la structure"
    REQUESTED = "demande_structure", "À la demande de la structure"
    OTHER = "autre", "Autre motif (à préciser)"


class Cost(models.TextChoices):
    """What an accompaniment costs to the person accompanied."""

    FREE = "gratuit", "Gratuit"
    MEMBERSHIP = "adhesion", "Compris dans l’adhésion"
    PAID = "payant", "Payant"


class CallState(models.TextChoices):
    """Where a call for projects stands on a given day; never stored, it follows the dates."""

    UPCOMING = "a_venir", "À venir"
    OPEN = "en_cours", "En cours"
    CLOSED = "clos", "Clos"


class Origin(models.TextChoices):
    """Whether a scheme is made for the social and solidarity economy."""

    ESS = "ess", "Dispositif dédié à l’ESS"
    COMMON_LAW = "droit_commun", "Dispositif de droit commun"


class ReportedFault(models.TextChoices):
    """What a visitor says is wrong on a sheet."""

    LINK = "lien", "Le lien ne marche pas"
    AMOUNT = "montant", "Le montant"
    DATES = "dates", "Les dates"
    CONTACT = "contact", "Le contact"
    GONE = "disparue", "Elle n’existe plus"
    OTHER = "autre", "Autre chose"


class ReportOutcome(models.TextChoices):
    """What became of a reported error."""

    CORRECTED = "corrigee", "Corrigée"
    DISMISSED = "sans_suite", "Sans suite"
