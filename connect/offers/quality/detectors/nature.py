"""Funding filed as accompaniment, and accompaniment filed as funding.

A funding word counts when it is what the offer *is*: « Prêt de campagne pour les associations ». It does not count
when it is what the offer *helps with*: « Aide à la recherche de subventions », « Atelier plan de financement ».
"""

import re
from collections.abc import Iterator

from connect.offers.enums import Kind
from connect.offers.quality.faults import Fault, Fix, Severity
from connect.offers.quality.snapshot import Snapshot
from connect.offers.quality.words import before, plain
from connect.taxonomy.enums import FundingCode

FILED_AS_ACCOMPANIMENT = "financement_classe_accompagnement"
FILED_AS_FUNDING = "accompagnement_classe_financement"

# What names a type of funding, on plain text (no accents). The first that fits gives the type.
FUNDING_WORDS: tuple[tuple[FundingCode, re.Pattern[str]], ...] = (
    (FundingCode.EMPLOYMENT, re.compile(
        r"\baides? (?:a l'(?:emploi|embauche)|au (?:premier emploi|poste|recrutement))\b"
        r"|\bprimes? a l'embauche\b|\b(?:emploi|contrat|poste)s? aides?\b"
    )),
    (FundingCode.CAPITAL, re.compile(
        r"\b(?:prises? de (?:participation|capital)|apports? (?:en|de) (?:fonds propres|capital)"
        r"|apports? (?:associatifs? )?avec droit de reprise|titres? participatifs?|titres? associatifs?"
        r"|entrees? au capital|participations? au capital)\b"
    )),
    (FundingCode.LOAN, re.compile(
        # « Prêt » and « prêts », but neither « prêt à se lancer » nor the lending of things or people.
        r"\bprets?(?! (?:a (?!taux|remboursement|0|zero)|pour (?:demarrer|agir)|de (?:materiel|salle|local|locaux"
        r"|vehicule|livre|documents?|main|personnel|jeux|exposition|tente|minibus|barnum|costume|outil|vaisselle)))\b"
        r"|\bmicro-?credits?\b|\bavances? (?:remboursables?|de tresorerie)\b|\bprets? (?=a (?:taux|0|zero))"
    )),
    (FundingCode.PATRONAGE, re.compile(
        r"\bmecenat(?! (?:de )?competences?)(?! en competences?)\b"
    )),
    (FundingCode.SUBSIDY, re.compile(
        r"\bsubventions?\b|\baides? financieres?\b|\bsoutiens? financiers?\b"
        r"|^(?:cheques?|primes?)\b(?! d'or)|^bourses?\b(?! (?:aux|d'echange|d'emploi|de l'emploi|des? stage))"
        r"|\bfonds de (?:secours|dotation|soutien)\b"
    )),
)  # fmt: skip
# What makes an offer advice, training or contacts when it stands first, whatever is advised about.
HELP_WORDS = re.compile(
    r"\b(?:ateliers?|accompagnements?|accompagner|formations?|former|conseils?|diagnostics?|guichets?|permanences?"
    r"|parcours|cycles?|relectures?|rendez-vous|parrainages?|tutorats?|coaching|webinaires?|reunions?|rencontres?"
    r"|petits?-dejeuners?|clubs?|reseaux?|reseau|mise en (?:reseau|relation)|groupes?|echanges?|incubateurs?|incubation"
    r"|couveuses?|pepinieres?|hebergements?|informations?|orientation|accueil|ingenierie|missions?|revue|expertise"
    r"|appui(?:s)? (?:a|au|aux|technique)|aides? (?:a|au|aux) (?:la |l'|le )?(?:montage|recherche|redaction|demande"
    r"|dossier|mobilisation|reponse)|recherches?|montages?|preparations?|preparer|comprendre|trouver|obtenir|mobiliser|rechercher"
    r"|negocier|solliciter|demander|demandes?|dossiers?|plan de|veille|guide|simulateur|lien avec)\b"
)
_NOT_GIVEN = re.compile(
    r"\b(?:sans|ni|aucune?s?|hors|pas (?:de|d'une?)|au lieu|autres? que|n'est pas (?:une?|de)|recherches?|rechercher"
    r"|trouver|obtenir|obtention|solliciter|demande[rs]?|dossiers?|mobiliser|preparer|monter|montage|repondre|orienter?"
    r"|vers|acces|acceder|avant|complement|intermediaire|aupres|negocier|comprendre|differents?|types?|plan|eligibles?"
    r"|beneficiaires?|gerer|gestion|justifier|rembourser|remboursement|liee?s? a)\b"
)
_GIVES = re.compile(
    r"\b(?:accord(?:e|ent|ons)|octroi(?:e|ent)?|verse(?:nt|e)?|attribue(?:nt)?|alloue(?:nt)?|consent(?:ent)?"
    r"|propos(?:e|ent)|prend la forme)\b[^.;:]{0,40}$"
)
_SUM = re.compile(r"^[^.;:]{0,30}\d[\d ]*(?:€|euros?|k€)")
ACCOMPANIMENT_CODES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("mecenat_competences", re.compile(r"mecenat (?:de )?competences?")),
    ("dla", re.compile(r"\bdla\b|dispositif local d'accompagnement")),
    ("formation", re.compile(r"\bformations?\b|\bstages?\b")),
    ("recherche_financement", re.compile(r"plan de financement|recherche de (?:financement|fonds|subvention)")),
    ("juridique_gouvernance", re.compile(r"juridique|statuts\b|gouvernance")),
    ("emploi_rh", re.compile(r"ressources humaines|\brh\b|employeur|premier salarie")),
    ("innovation_sociale", re.compile(r"innovation sociale")),
    ("hebergement", re.compile(r"couveuse|incubat|pepiniere|hebergement|coworking")),
    ("mise_en_reseau", re.compile(r"mise en (?:reseau|relation)|parrainage|echanges?\b|rencontre|\bclub\b")),
    ("conseil_gestion", re.compile(r"gestion|diagnostic|economique|tresorerie|comptab")),
    ("emergence", re.compile(r"emergence|\bidee\b")),
    ("accueil_orientation", re.compile(r"guichet|permanence|orientation|accueil|information")),
    ("montage_projet", re.compile(r"creation|montage|projet|accompagnement")),
)  # fmt: skip
_HEAD_OF_HELP = re.compile(
    r"^(?:(?:un|une|des|les|la|le|l'|offre d[e']|service d[e'])\s?)*"
    r"(?:ateliers?|accompagnements?|formations?|conseils?|diagnostics?|guichets?|permanences?|parcours|cycles?|relectures?"
    r"|parrainages?|tutorats?|coaching|webinaires?|petits?-dejeuners?|clubs?|mises? en (?:reseau|relation)"
    r"|incubateurs?|incubation|couveuses?|pepinieres?|hebergement|missions? de mecenat|mecenat (?:de )?competences?"
    r"|echanges? de pratiques|ingenierie dla|appui technique)\b"
)
_MONEY = re.compile(
    r"\d\s?(?:€|k€|euros?|%)|\b(?:financ\w*|cofinanc\w*|prise en charge|remboursement|montant|taux|dotation|cheques?"
    r"|bourses?|fonds|aides?|credits?|primes?|indemnites?|forfait|subvention\w*|prets?|mecenat(?! (?:de )?comp))\b"
)


def named_funding(title: str, summary: str) -> FundingCode | None:
    """The type of funding that an offer gives, by its own words; `None` when they say no such thing.

    Args:
        title: its title, as written.
        summary: its summary, as written.
    """
    for code, pattern in FUNDING_WORDS:
        for match in pattern.finditer(plain(title)):
            head = plain(title)[: match.start()]
            if not HELP_WORDS.search(head) and not _NOT_GIVEN.search(head):
                return code
    text = plain(summary)
    for code, pattern in FUNDING_WORDS:
        for match in pattern.finditer(text):
            head = before(text, match.start())
            if _NOT_GIVEN.search(head):
                continue
            given = _GIVES.search(head) and not HELP_WORDS.search(_GIVES.split(head)[-1])
            if given or _SUM.match(text[match.end() : match.end() + 60]):
                return code
    return None


def funding_filed_as_accompaniment(offer: Snapshot) -> Iterator[Fault]:
    """An accompaniment that gives money, by its words or by its amounts."""
    if offer.kind != Kind.ACCOMPANIMENT:
        return
    named = named_funding(offer.title, offer.summary)
    has_amounts = any((offer.amount_min, offer.amount_max, offer.rate_max))
    if named is None and not has_amounts:
        return
    if named is None:
        sentence = (
            "Cet accompagnement a un montant ou un taux d’aide : c’est le propre d’un financement."
        )
    else:
        where = "l’intitulé" if named_funding(offer.title, "") else "le résumé"
        sentence = (
            f"Classée en accompagnement, mais {where} annonce de l’argent ({named.label.lower()})."
        )
    code = named or FundingCode.SUBSIDY
    yield Fault(
        code=FILED_AS_ACCOMPANIMENT,
        sentence=sentence,
        severity=Severity.MISLEADING,
        judged=(
            offer.kind, offer.title, offer.summary, offer.amount_min, offer.amount_max, offer.rate_max,
        ),
        fix=Fix(
            label=f"Classer en financement : {code.label.lower()}",
            values={
                "kind": Kind.FUNDING.value, "funding_type": code.value, "cost": "",
                "is_individual": None, "is_collective": None,
            },
            links={"accompaniment_types": ()},
        ),
        fields=("funding_type",),
    )  # fmt: skip


def accompaniment_filed_as_funding(offer: Snapshot) -> Iterator[Fault]:
    """A funding without any amount, whose title is that of a help and which never speaks of money."""
    if offer.kind != Kind.FUNDING or any((offer.amount_min, offer.amount_max, offer.rate_max)):
        return
    title = plain(offer.title)
    words = " ".join((title, plain(offer.summary), plain(offer.conditions)))
    if not _HEAD_OF_HELP.match(title) or _MONEY.search(words):
        return
    codes = guessed_types(offer.title)
    yield Fault(
        code=FILED_AS_FUNDING,
        sentence="Classée en financement sans montant ni taux, mais l’intitulé annonce un accompagnement.",
        severity=Severity.MISLEADING,
        judged=(offer.kind, offer.title, offer.summary, offer.conditions),
        fix=Fix(
            label="Classer en accompagnement",
            values={"kind": Kind.ACCOMPANIMENT.value, "funding_type": None},
            links={"accompaniment_types": codes, "objects_funded": ()},
        ),
    )


def guessed_types(title: str) -> tuple[str, ...]:
    """Codes of the types of accompaniment that a title speaks of, two at most."""
    words = plain(title)
    return tuple(code for code, pattern in ACCOMPANIMENT_CODES if pattern.search(words))[:2]
