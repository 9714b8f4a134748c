"""What can be chosen under a question, in plain words and in groups that help to find one's own."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from connect.offers.catalogue.reading import Vocabulary, Word
from connect.orientation.answers import Answers
from connect.orientation.enums import Asked, Employees
from connect.taxonomy.enums import TargetGroup

SEVERAL = frozenset({Asked.NEEDS, Asked.SECTORS, Asked.OBJECTS})
WRITTEN = frozenset({Asked.PLACE, Asked.AMOUNT})

# Needs by what people come with; a need that staff add stands in the last group.
_NEED_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Mon idée, mon projet", (
        "murir_idee", "monter_projet", "choisir_statut", "innover", "essaimer",
    )),
    ("De l’argent", (
        "financer_demarrage", "financer_investissement", "financer_fonctionnement", "passer_tresorerie",
        "renforcer_fonds_propres",
    )),
    ("Des personnes, des conseils", (
        "embaucher", "se_former", "etre_conseille", "cooperer", "mobiliser_competences", "communiquer",
    )),
)  # fmt: skip
_OTHERS = "D’autres besoins"

_FAMILIES: Mapping[str, str] = {
    TargetGroup.PERSONS: "Une personne ou un groupe, sans structure pour l’instant",
    TargetGroup.ASSOCIATIONS: "Une association",
    TargetGroup.COOPERATIVES: "Une coopérative",
    TargetGroup.COMPANIES: "Une société commerciale",
    TargetGroup.MUTUALS: "Une mutuelle",
    TargetGroup.FOUNDATIONS: "Une fondation",
}


@dataclass(frozen=True)
class Option:
    """One box or one round."""

    code: str
    label: str
    help: str
    checked: bool


@dataclass(frozen=True)
class OptionGroup:
    """Options under a title, which is empty when there is one group."""

    title: str
    options: tuple[Option, ...]


def groups_of(
    asks: Asked, answers: Answers, vocabulary: Vocabulary, chosen: Collection[str]
) -> list[OptionGroup]:
    """What can be chosen under a question; nothing for what is written.

    Args:
        asks: the question.
        answers: what was answered before, which may leave fewer kinds to choose from.
        vocabulary: the words that exist today.
        chosen: the codes to show as chosen.
    """
    words = vocabulary.words
    if asks == Asked.NEEDS:
        return _needs(words["besoin"], chosen)
    if asks == Asked.FAMILY:
        return [OptionGroup("", tuple(_families(words["structure"].values(), chosen)))]
    if asks == Asked.EMPLOYEES:
        options = (Option(one.value, str(one.label), "", one.value in chosen) for one in Employees)
        return [OptionGroup("", tuple(options))]
    if asks == Asked.FORM:
        kinds = words["structure"].values()
        return [_group("", [one for one in kinds if answers.family in {"", one.family}], chosen)]
    lists = {Asked.PHASE: "phase", Asked.SECTORS: "secteur", Asked.OBJECTS: "objet"}
    return [_group("", words[lists[asks]].values(), chosen)] if asks in lists else []


def _group(title: str, words: Iterable[Word], chosen: Collection[str]) -> OptionGroup:
    options = (Option(one.code, one.label, one.help, one.code in chosen) for one in words)
    return OptionGroup(title, tuple(options))


def _needs(words: Mapping[str, Word], chosen: Collection[str]) -> list[OptionGroup]:
    groups = [
        _group(title, [words[code] for code in codes if code in words], chosen)
        for title, codes in _NEED_GROUPS
    ]
    placed = {code for _, codes in _NEED_GROUPS for code in codes}
    groups.append(_group(_OTHERS, [w for code, w in words.items() if code not in placed], chosen))
    filled = [one for one in groups if one.options]
    return [OptionGroup("", filled[0].options)] if len(filled) == 1 else filled


def _families(words: Iterable[Word], chosen: Collection[str]) -> Iterable[Option]:
    """The families that hold at least one kind; the help names what each holds."""
    kinds: dict[str, list[Word]] = {}
    for word in words:
        kinds.setdefault(word.family, []).append(word)
    for family in TargetGroup:
        held = kinds.get(family.value, [])
        if not held:
            continue
        text = held[0].help if len(held) == 1 else ", ".join(one.label for one in held)
        yield Option(family.value, _FAMILIES[family], text, family.value in chosen)
