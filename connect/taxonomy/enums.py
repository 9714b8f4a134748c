"""Fixed lists of the vocabularies; their codes are those of the data files."""

from django.db import models


class Level(models.TextChoices):
    """Levels of the territory tree, from the widest to the nearest."""

    EUROPE = "europe", "Europe"
    COUNTRY = "pays", "Pays"
    REGION = "region", "Région"
    DEPARTMENT = "departement", "Département"
    EPCI = "epci", "Intercommunalité"
    COMMUNE = "commune", "Commune"


class Reach(models.TextChoices):
    """How far an offer reaches (« territoire d’éligibilité »), from the nearest to the widest."""

    INTERCOMMUNAL = "intercommunal", "Intercommunal"
    DEPARTMENTAL = "departemental", "Départemental"
    REGIONAL = "regional", "Régional"
    NATIONAL = "national", "National"
    EUROPEAN = "europeen", "Européen"


class FundingCode(models.TextChoices):
    """The five exclusive types of funding."""

    SUBSIDY = "subvention", "Subvention"
    LOAN = "pret", "Prêt"
    PATRONAGE = "mecenat", "Mécénat"
    CAPITAL = "prise_capital", "Prise de capital"
    EMPLOYMENT = "aide_emploi", "Aide à l’emploi"


class TargetGroup(models.TextChoices):
    """Families of organisations, to group a long list of kinds."""

    PERSONS = "personnes", "Personnes"
    ASSOCIATIONS = "associations", "Associations"
    COOPERATIVES = "cooperatives", "Coopératives"
    COMPANIES = "societes", "Sociétés"
    MUTUALS = "mutuelles", "Mutuelles"
    FOUNDATIONS = "fondations", "Fondations"
