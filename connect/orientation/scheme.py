"""A questionnaire with its rules, as plain values: what the engine, the pages and the preview read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connect.orientation.enums import Asked, OnMiss, RuleEffect, Setting
from connect.taxonomy.enums import FundingCode

DEFAULT_EFFECTS: Mapping[str, str] = {
    Setting.STRUCTURE: OnMiss.EXCLUDED,
    Setting.PHASE: OnMiss.EXCLUDED,
    Setting.SECTORS: OnMiss.EXCLUDED,
    Setting.TERRITORY: OnMiss.EXCLUDED,
    Setting.AMOUNT_BELOW: OnMiss.EXCLUDED,
    # A smaller grant is one piece of a plan with several funders: it is worth a question.
    Setting.AMOUNT_ABOVE: OnMiss.TO_CHECK,
    Setting.OBJECTS: OnMiss.EXCLUDED,
}

DEFAULT_ASKS: Mapping[str, str] = {
    Setting.STRUCTURE: "À quelles organisations cette offre s’adresse-t-elle ?",
    Setting.PHASE: "À quelles étapes d’un projet intervenez-vous ?",
    Setting.SECTORS: "Soutenez-vous mon secteur d’activité ?",
    Setting.TERRITORY: "Intervenez-vous sur ma commune ?",
    Setting.AMOUNT_BELOW: "Quels montants accordez-vous ?",
    Setting.AMOUNT_ABOVE: "Acceptez-vous de financer une partie du projet, à côté d’autres financeurs ?",
    Setting.OBJECTS: "Quelles dépenses prenez-vous en charge ?",
}


@dataclass(frozen=True)
class AskedQuestion:
    """One question as a person reads it.

    Attributes:
        asks: what it asks.
        title: the question itself.
        help: one sentence under it.
        jargon: an explanation of a word, unfolded beside the field.
        shown_when: families or needs (`qui:associations`, `besoin:embaucher`) of which one must be answered;
            empty shows it always.
    """

    asks: Asked
    title: str
    help: str = ""
    jargon: str = ""
    shown_when: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SpecialRule:
    """A rule written by staff, beside what offers say of themselves.

    Attributes:
        key: what tells it from the others.
        when: answers (`salaries:aucun`) that call for it; one of each question named is needed.
        offers: offers it concerns (`typologie:dla`, `secteur:culture`); one of each facet named is needed.
        effect: what it does.
        text: the sentence shown.
        ask: what to ask the funder, for « à vérifier ».
    """

    key: str
    when: frozenset[str]
    offers: frozenset[str]
    effect: RuleEffect
    text: str
    ask: str = ""


@dataclass(frozen=True)
class Scheme:
    """A whole questionnaire, published or being written."""

    title: str
    introduction: str
    questions: tuple[AskedQuestion, ...]
    effects: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_EFFECTS))
    asks: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_ASKS))
    rules: tuple[SpecialRule, ...] = ()

    def effect(self, setting: Setting) -> OnMiss:
        """What a criterion does when the offer says something else."""
        return OnMiss(self.effects.get(setting, DEFAULT_EFFECTS[setting]))

    def ask(self, setting: Setting) -> str:
        """The question to put to the funder about a criterion."""
        return self.asks.get(setting) or DEFAULT_ASKS[setting]


def by_prefix(codes: frozenset[str]) -> dict[str, frozenset[str]]:
    """Codes by what is before their colon: `{"typologie:dla"}` gives `{"typologie": {"dla"}}`."""
    found: dict[str, set[str]] = {}
    for code in codes:
        prefix, _, value = code.partition(":")
        found.setdefault(prefix, set()).add(value)
    return {prefix: frozenset(values) for prefix, values in found.items()}


MONEY_TYPES = frozenset(FundingCode.values)
