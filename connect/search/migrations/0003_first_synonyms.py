"""Groups that every resource centre of the sector needs; staff edit them afterwards."""

from django.db import migrations

GROUPS = [
    "ESS, économie sociale et solidaire",
    "CRESS, chambre régionale de l’économie sociale et solidaire",
    "DLA, dispositif local d’accompagnement",
    "SIAE, structure d’insertion par l’activité économique",
    "IAE, insertion par l’activité économique",
    "Scop, société coopérative et participative, société coopérative de production",
    "Scic, société coopérative d’intérêt collectif",
    "CAE, coopérative d’activité et d’emploi",
    "ESAT, établissement et service d’aide par le travail",
    "PTCE, pôle territorial de coopération économique",
    "AAP, appel à projets",
    "AMI, appel à manifestation d’intérêt",
    "EPCI, intercommunalité, communauté de communes",
    "TPE, très petite entreprise",
    "subvention, aide financière, dotation",
    "prêt, emprunt, crédit",
    "garantie, caution, cautionnement",
    "financement participatif, crowdfunding",
    "recruter, recrutement, embaucher, embauche",
    "salarié, employé",
    "bénévole, bénévolat",
    "numérique, digital, informatique",
    "création, créer, démarrage, lancement",
    "asso, association",
]


def add(apps, schema_editor):
    """Add the groups."""
    synonym = apps.get_model("search", "Synonym")
    synonym.objects.bulk_create([synonym(terms=terms) for terms in GROUPS])


def remove(apps, schema_editor):
    """Remove the groups that nobody changed."""
    apps.get_model("search", "Synonym").objects.filter(terms__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]

    operations = [migrations.RunPython(add, remove)]
