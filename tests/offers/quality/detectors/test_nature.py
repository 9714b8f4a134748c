"""Funding filed as accompaniment and the other way round: titles and verdicts that the staff could read."""

from dataclasses import replace

import pytest

from connect.offers.quality.detectors.nature import (
    FILED_AS_ACCOMPANIMENT,
    FILED_AS_FUNDING,
    guessed_types,
)
from tests.offers.quality.detectors.cases import (
    ACCOMPANIMENT,
    BARE_FUNDING,
    CALL,
    FUNDING,
    codes_of,
    the_fault,
)

# Filed as accompaniment, these are funding: title, summary, type proposed.
FUNDING_IN_DISGUISE = [
    ("Prêt de campagne pour les associations", "", "pret"),
    ("Prêt d’honneur", "", "pret"),
    ("PRÊTS SOLIDAIRES", "", "pret"),
    ("Pret a taux zero pour demarrer", "", "pret"),
    ("Prêt à remboursement différé", "", "pret"),
    ("Microcrédit accompagné", "", "pret"),
    ("Avance remboursable", "", "pret"),
    ("Avances de trésorerie aux associations", "", "pret"),
    ("Subvention d’investissement", "", "subvention"),
    ("Subventions aux tiers-lieux", "", "subvention"),
    ("Aide financière aux projets citoyens", "", "subvention"),
    ("Chèque numérique", "", "subvention"),
    ("Bourse à la reprise en Scop", "", "subvention"),
    ("Fonds de secours", "", "subvention"),
    ("Prise de participation dans les coopératives", "", "prise_capital"),
    ("Apport en fonds propres", "", "prise_capital"),
    ("Apport avec droit de reprise", "", "prise_capital"),
    ("Mécénat de proximité", "", "mecenat"),
    ("Aide à l’emploi durable", "", "aide_emploi"),
    ("Aide au poste d’animation", "", "aide_emploi"),
    ("Prime à l’embauche d’un premier salarié", "", "aide_emploi"),
    ("Coup de pouce associatif", "La fondation accorde une subvention aux lauréats.", "subvention"),
    ("Coup de pouce coopératif", "La banque propose un prêt aux jeunes coopératives.", "pret"),
    ("Soutien aux créateurs", "Prêt de 10 000 € pour créer son entreprise.", "pret"),
    ("Tremplin", "L’aide prend la forme d’une avance remboursable.", "pret"),
]
# Filed as accompaniment, these are: the funding word is what they help with, or something else.
TRUE_ACCOMPANIMENT = [
    ("Aide à la recherche de financements", ""),
    ("Aide à la recherche de subventions", ""),
    ("Aide au montage de prêts", ""),
    ("Atelier plan de financement", ""),
    ("Atelier : comprendre le prêt bancaire", ""),
    ("Formation au mécénat", ""),
    ("Missions de mécénat de compétences", ""),
    ("Mécénat de compétences", ""),
    ("Cycle financement participatif", ""),
    ("Relecture de dossiers de subvention", ""),
    ("Permanence subventions", ""),
    ("Conseil en mécénat", ""),
    ("Accompagnement vers le prêt d’honneur", ""),
    ("Préparer sa demande de subvention", ""),
    ("Obtenir un prêt", ""),
    ("Trouver des subventions", ""),
    ("Parcours : réussir sans subvention", ""),
    ("Êtes-vous prêt à vous lancer ?", ""),
    ("Prêts à entreprendre", ""),
    ("Prêt de matériel entre associations", ""),
    ("Prêt de salle", ""),
    ("Prêt de main-d’œuvre entre employeurs", ""),
    ("Bourse d’échange de compétences", ""),
    ("Bourse aux bénévoles", ""),
    ("Guichet d’information", "Nous vous orientons vers les subventions et les prêts."),
    ("Diagnostic économique", "Un diagnostic avant de solliciter un prêt auprès d’une banque."),
    ("Conseil en gestion", "Ce service ne donne pas de subvention."),
    ("Appui à la gestion", "Un appui gratuit, sans subvention ni prêt."),
    ("Accueil des porteurs", "L’équipe propose une formation aux demandes de subvention."),
    ("Aide à la formation des bénévoles", ""),
    ("Appui aux projets", "Le réseau propose un atelier sur les types de prêts."),
    ("Revue du modèle économique", "Réduire sa dépendance à la subvention."),
]
# Filed as funding without amount, these are accompaniment: title, types proposed.
HELP_IN_DISGUISE = [
    ("Accompagnement à la création", ("montage_projet",)),
    ("Formation comptabilité", ("formation", "conseil_gestion")),
    ("Diagnostic DLA", ("dla", "conseil_gestion")),
    ("Conseil sur les statuts", ("juridique_gouvernance",)),
    ("Atelier premier salarié", ("emploi_rh",)),
    ("Hébergement en couveuse", ("hebergement",)),
    ("Missions de mécénat de compétences", ("mecenat_competences",)),
    ("Guichet d’information", ("accueil_orientation",)),
    ("Mise en réseau des tiers-lieux", ("mise_en_reseau",)),
]
TRUE_FUNDING = [
    ("Aide à la formation des bénévoles", ""),
    ("Chèque conseil", ""),
    ("Aide au conseil", ""),
    ("Soutien aux initiatives", ""),
    ("Bourse de formation", ""),
    ("Subvention pour un accompagnement", ""),
    ("Fonds d’accompagnement", ""),
    ("Formation des dirigeants", "La région finance la formation à hauteur de 50 %."),
    ("Conseil aux associations", "Prise en charge des honoraires du conseil."),
    ("Diagnostic énergie", "Une aide pour payer le diagnostic de vos locaux associatifs."),
    ("Accompagnement à la création", "Un prêt suivi d’un parrainage pendant deux ans."),
]


@pytest.mark.parametrize(("title", "summary", "code"), FUNDING_IN_DISGUISE)
def test_funding_filed_as_accompaniment_is_found(title: str, summary: str, code: str) -> None:
    offer = replace(ACCOMPANIMENT, title=title, summary=summary or ACCOMPANIMENT.summary)
    fault = the_fault(offer, FILED_AS_ACCOMPANIMENT)
    assert fault.fix.values["funding_type"] == code
    assert fault.fix.label.startswith("Classer en financement : ")
    assert ("intitulé" in fault.sentence) is not bool(summary)


@pytest.mark.parametrize(("title", "summary"), TRUE_ACCOMPANIMENT)
def test_accompaniment_about_money_is_left_alone(title: str, summary: str) -> None:
    offer = replace(ACCOMPANIMENT, title=title, summary=summary or ACCOMPANIMENT.summary)
    assert FILED_AS_ACCOMPANIMENT not in codes_of(offer)


def test_an_accompaniment_with_amounts_is_asked_about() -> None:
    for values in ({"amount_max": 5000}, {"amount_min": 100}, {"rate_max": 50}):
        fault = the_fault(replace(ACCOMPANIMENT, **values), FILED_AS_ACCOMPANIMENT)
        assert "montant ou un taux" in fault.sentence
        assert fault.fix.values["funding_type"] == "subvention"


@pytest.mark.parametrize(("title", "types"), HELP_IN_DISGUISE)
def test_accompaniment_filed_as_funding_is_found(title: str, types: tuple[str, ...]) -> None:
    fault = the_fault(replace(BARE_FUNDING, title=title), FILED_AS_FUNDING)
    assert fault.fix.links["accompaniment_types"] == types == guessed_types(title)
    assert fault.fix.values == {"kind": "accompaniment", "funding_type": None}


@pytest.mark.parametrize(("title", "summary"), TRUE_FUNDING)
def test_funding_of_a_help_is_left_alone(title: str, summary: str) -> None:
    offer = replace(BARE_FUNDING, title=title, summary=summary or BARE_FUNDING.summary)
    assert FILED_AS_FUNDING not in codes_of(offer)


def test_amounts_prove_a_funding_and_calls_are_neither() -> None:
    assert codes_of(replace(FUNDING, title="Accompagnement à la création")) == []
    assert codes_of(replace(CALL, title="Prêt solidaire")) == []
