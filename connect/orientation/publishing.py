"""From the rows of the staff to the scheme that the engine reads, and the one in force."""

import threading

from connect.orientation.enums import Asked, RuleEffect
from connect.orientation.models import Questionnaire
from connect.orientation.scheme import (
    DEFAULT_ASKS,
    DEFAULT_EFFECTS,
    AskedQuestion,
    Scheme,
    SpecialRule,
)


def scheme_of(questionnaire: Questionnaire) -> Scheme:
    """The scheme of a questionnaire, saved or being written in a form."""
    settings = list(questionnaire.settings.all())
    return Scheme(
        title=questionnaire.title,
        introduction=questionnaire.introduction,
        questions=tuple(
            AskedQuestion(
                asks=Asked(one.asks),
                title=one.title,
                help=one.help,
                jargon=one.jargon,
                shown_when=frozenset(one.shown_when or ()),
            )
            for one in questionnaire.questions.all()
            if one.is_active
        ),
        effects={**DEFAULT_EFFECTS, **{one.setting: one.on_miss for one in settings}},
        asks={**DEFAULT_ASKS, **{one.setting: one.ask for one in settings if one.ask}},
        rules=tuple(
            SpecialRule(
                key=f"{position}:{one.label}",
                when=frozenset(one.when or ()),
                offers=frozenset(one.offers or ()),
                effect=RuleEffect(one.effect),
                text=one.text,
                ask=one.ask,
            )
            for position, one in enumerate(questionnaire.rules.all())
            if one.is_active
        ),
    )


class _Kept:
    """The scheme of this process and the version it stands for."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.version: object = None
        self.scheme: Scheme | None = None


_kept = _Kept()


def current() -> Scheme:
    """The scheme in force: one statement when nothing was published since the last call."""
    found = Questionnaire.objects.filter(live=True).values_list(
        "pk", "live_revision_id", "last_published_at"
    )
    version = found.first()
    if version is None:
        return empty()
    kept = _kept
    if kept.scheme is not None and kept.version == version:
        return kept.scheme
    with kept.lock:
        if kept.scheme is None or kept.version != version:
            kept.scheme = scheme_of(Questionnaire.objects.get(pk=version[0]))
            kept.version = version
        return kept.scheme


def empty() -> Scheme:
    """A site whose staff published nothing still answers, with every question in plain words."""
    from connect.orientation.first import first_scheme  # noqa: PLC0415  # the file is read once, when needed

    return first_scheme()
