"""Says in one short sentence a criterion why an offer stands where it stands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from connect.common import french
from connect.common.french import NBSP, quoted
from connect.offers.catalogue.reading import Entry, Word
from connect.orientation.enums import Criterion, OnMiss, Verdict
from connect.orientation.judging.judgement import Judgement
from connect.orientation.judging.sorting import Sorting

MOST_NAMED = 3


@dataclass(frozen=True)
class Reason:
    """One criterion and what it says of an offer.

    Attributes:
        criterion: what was judged.
        verdict: what it says.
        text: one short sentence for people.
        ask: what to ask the funder, when something must be checked.
    """

    criterion: Criterion
    verdict: Verdict
    text: str
    ask: str = ""


def reasons_of(judgement: Judgement, pk: int) -> tuple[Reason, ...]:
    """Every reason about an offer: what excludes first, then what must be checked, then what answers."""
    entry = judgement.index.entries[pk]
    found = _need(judgement, entry)
    for sorting in judgement.sortings:
        verdict = _verdict(sorting, pk)
        if verdict is None:
            continue
        text = _sentence(judgement, sorting, entry)
        if text:
            ask = _ask(judgement, sorting) if verdict == Verdict.TO_CHECK else ""
            found.append(Reason(sorting.criterion, verdict, text, ask))
    if not found:
        text = "Rien dans vos réponses ne l’écarte."
        found = [Reason(Criterion.NEEDS, Verdict.ELIGIBLE, text)]
    weight = {Verdict.EXCLUDED: 0, Verdict.TO_CHECK: 1, Verdict.ELIGIBLE: 2}
    return tuple(sorted(found, key=lambda reason: weight[reason.verdict]))


def _verdict(sorting: Sorting, pk: int) -> Verdict | None:
    if pk in sorting.missed:
        excluded = sorting.on_miss == OnMiss.EXCLUDED
        return Verdict.EXCLUDED if excluded else Verdict.TO_CHECK
    if pk in sorting.unknown:
        return Verdict.TO_CHECK
    return Verdict.ELIGIBLE if pk in sorting.met else None


def _ask(judgement: Judgement, sorting: Sorting) -> str:
    if sorting.rule is not None:
        return sorting.rule.ask
    return judgement.scheme.ask(sorting.setting) if sorting.setting else ""


def _sentence(judgement: Judgement, sorting: Sorting, entry: Entry) -> str:
    """The sentence of a criterion; offers that say the same thing share it."""
    if sorting.rule is not None:
        return sorting.rule.text
    write = _WRITERS[sorting.criterion]
    state = (
        "missed" if entry.pk in sorting.missed
        else "unknown" if entry.pk in sorting.unknown
        else "met"
    )  # fmt: skip
    said = _said(sorting.criterion, entry)
    key = (sorting.criterion, sorting.setting, state, said)
    if key not in judgement.texts:
        judgement.texts[key] = write(judgement, entry, state).replace(" :", f"{NBSP}:")
    return judgement.texts[key]


_LINK = {
    Criterion.STRUCTURE: "structure_types",
    Criterion.PHASE: "phases",
    Criterion.SECTORS: "sectors",
    Criterion.TERRITORY: "territories",
    Criterion.OBJECTS: "objects_funded",
}


def _said(criterion: Criterion, entry: Entry) -> object:
    """What an offer says about a criterion: the same value gives the same sentence."""
    if criterion == Criterion.AMOUNT:
        return entry.amount_min, entry.amount_max
    if criterion == Criterion.DEADLINE:
        return entry.opens_on, entry.closes_on
    return entry.links.get(_LINK[criterion], ()), entry.all_sectors, entry.reach


def named(labels: Iterable[str]) -> str:
    """A few labels in a sentence: « a, b et c », « a, b, c et 1 autre »."""
    found = list(labels)
    if len(found) > MOST_NAMED:
        rest = len(found) - MOST_NAMED
        others = french.plural(rest, "autre", "autres")
        return f"{', '.join(found[:MOST_NAMED])} et {others}"
    return " et ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def _words(judgement: Judgement, facet: str, codes: Iterable[str]) -> list[Word]:
    """The words of these codes, in the order of the vocabulary."""
    chosen = set(codes)
    return [
        word for word in judgement.index.vocabulary.words[facet].values() if word.code in chosen
    ]


def _need(judgement: Judgement, entry: Entry) -> list[Reason]:
    index = judgement.index
    answered = [
        need for need in judgement.answers.needs if entry.pk in index.matching("besoin", need)
    ]
    if not answered:
        return []
    labels = [quoted(word.label) for word in _words(judgement, "besoin", answered)]
    text = f"Répond à votre besoin{NBSP}: {named(labels)}."
    return [Reason(Criterion.NEEDS, Verdict.ELIGIBLE, text)]


def _structure(judgement: Judgement, entry: Entry, state: str) -> str:
    if state == "unknown":
        return "L’offre ne dit pas à quelles organisations elle s’adresse."
    mine = judgement.answers.types(judgement.index.vocabulary)
    targets = entry.links.get("structure_types", ())
    common = _words(judgement, "structure", mine & set(targets))
    if state == "missed":
        return f"S’adresse à d’autres : {named(_lowered(_words(judgement, 'structure', targets)))}."
    if len(mine) == len(common):
        return "S’adresse aux organisations comme la vôtre."
    return f"S’adresse à : {named(_lowered(common))}. Vérifiez que c’est votre cas."


def _lowered(words: Iterable[Word]) -> list[str]:
    return [word.label[:1].lower() + word.label[1:] for word in words]


def _phase(judgement: Judgement, entry: Entry, state: str) -> str:
    if state == "unknown":
        return "L’offre ne dit pas à quelles étapes d’un projet elle sert."
    words = list(judgement.index.vocabulary.words["phase"].values())
    mine = judgement.answers.phase
    label = next(_short(word) for word in words if word.code == mine)
    if state == "met":
        return f"Convient à votre étape : {label}."
    ranks = {word.code: rank for rank, word in enumerate(words)}
    served = [code for code in entry.links.get("phases", ()) if code in ranks]
    nearest = min(served, key=lambda code: (abs(ranks[code] - ranks[mine]), ranks[code]))
    steps = ranks[nearest] - ranks[mine]
    how_far = "plus loin" if steps > 0 else "plus tôt"
    count = "une étape" if abs(steps) == 1 else f"{french.number(abs(steps))} étapes"
    names = named([_short(word) for word in _words(judgement, "phase", served)])
    return f"Sert {count} {how_far} : {names} (vous : {label})."


def _short(word: Word) -> str:
    return quoted(word.short or word.label)


def _sectors(judgement: Judgement, entry: Entry, state: str) -> str:
    if state == "unknown":
        return "L’offre ne dit pas quels secteurs elle soutient."
    if entry.all_sectors:
        return "Ouverte à tous les secteurs."
    sectors = entry.links.get("sectors", ())
    if state == "missed":
        return f"Réservée à d’autres secteurs : {named(_lowered(_words(judgement, 'secteur', sectors)))}."
    common = _words(judgement, "secteur", set(sectors) & set(judgement.answers.sectors))
    return f"Soutient votre secteur : {named(_lowered(common))}."


def _territory(judgement: Judgement, entry: Entry, state: str) -> str:
    locality = judgement.locality
    if locality is None:
        return ""
    if state == "unknown":
        return "L’offre ne dit pas sur quel territoire elle est proposée."
    names = judgement.index.territory_names
    pks = [int(pk) for pk in entry.links.get("territories", ()) if int(pk) in names]
    if state == "missed":
        where = named(sorted(names[pk] for pk in pks))
        return f"Proposée ailleurs : {where} (vous : {locality.label})."
    here = sorted(names[pk] for pk in pks if pk in locality.covering)
    if not here:
        return "Proposée dans tout le pays, donc chez vous."
    doubt = " Vérifiez que votre commune en fait partie." if len(locality.choices) > 1 else ""
    return f"Proposée chez vous : {named(here)}.{doubt}"


def _amount(judgement: Judgement, entry: Entry, state: str) -> str:
    asked = judgement.answers.amount
    if asked is None:
        return ""
    low, high = entry.amount_min, entry.amount_max
    if low is not None and asked < low:
        gap = french.euros(low - asked)
        return f"À partir de {french.euros(low)} : {gap} de plus que votre montant."
    if high is not None and asked > high:
        gap = french.euros(asked - high)
        return f"Jusqu’à {french.euros(high)} : il resterait {gap} à trouver ailleurs."
    if state == "unknown":
        return "L’offre ne dit pas quels montants elle accorde."
    given = french.amount_range(low, high)
    return f"Votre montant y entre : {given}."


def _objects(judgement: Judgement, entry: Entry, state: str) -> str:
    if state == "unknown":
        return "L’offre ne dit pas quelles dépenses elle finance."
    codes = entry.links.get("objects_funded", ())
    if state == "missed":
        return f"Finance autre chose : {named(_lowered(_words(judgement, 'objet', codes)))}."
    common = _words(judgement, "objet", set(codes) & set(judgement.answers.objects))
    return f"Finance ce que vous cherchez : {named(_lowered(common))}."


def _deadline(judgement: Judgement, entry: Entry, state: str) -> str:
    closes, day = entry.closes_on, judgement.day
    if closes is None:
        return ""
    if state == "missed":
        ago = french.plural((day - closes).days, "jour", "jours")
        return f"Clos depuis le {french.day_long(closes)} ({ago}) : guettez la prochaine édition."
    if entry.opens_on is not None and entry.opens_on > day:
        left = french.days_between(day, entry.opens_on)
        return f"Ouvre le {french.day_long(entry.opens_on)} ({left})."
    left = french.days_between(day, closes)
    return f"Ouvert jusqu’au {french.day_long(closes)} ({left})."


_WRITERS: dict[Criterion, Callable[[Judgement, Entry, str], str]] = {
    Criterion.STRUCTURE: _structure,
    Criterion.PHASE: _phase,
    Criterion.SECTORS: _sectors,
    Criterion.TERRITORY: _territory,
    Criterion.AMOUNT: _amount,
    Criterion.OBJECTS: _objects,
    Criterion.DEADLINE: _deadline,
}
