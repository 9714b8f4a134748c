"""The questionnaire that a new site starts with."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from connect.common.french import NBSP
from connect.orientation.enums import Asked, RuleEffect, Setting
from connect.orientation.models import (
    CriterionSetting,
    Profile,
    Question,
    Questionnaire,
    Rule,
)
from connect.orientation.scheme import (
    DEFAULT_ASKS,
    DEFAULT_EFFECTS,
    AskedQuestion,
    Scheme,
    SpecialRule,
)

FILE = Path(__file__).parent / "data" / "questionnaire.yaml"


def _typeset(value: Any) -> Any:
    """The same content with the no-break spaces of French; codes, which hold no space, are left as they are."""
    if isinstance(value, str):
        for mark in ":;?!»":
            value = value.replace(f" {mark}", f"{NBSP}{mark}")
        return value.replace("« ", f"«{NBSP}")
    if isinstance(value, dict):
        return {key: _typeset(one) for key, one in value.items()}
    return [_typeset(one) for one in value] if isinstance(value, list) else value


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = _typeset(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return content


@lru_cache(maxsize=1)
def first_scheme() -> Scheme:
    """The shipped questionnaire, as the engine reads it."""
    content = _content()
    return Scheme(
        title=content["title"],
        introduction=content["introduction"],
        questions=tuple(
            AskedQuestion(
                Asked(one["asks"]), one["title"], one.get("help", ""), one.get("jargon", ""),
                frozenset(one.get("shown_when", ())),
            )
            for one in content["questions"]
        ),
        rules=tuple(
            SpecialRule(
                f"{position}:{one['label']}", frozenset(one["when"]), frozenset(one["offers"]),
                RuleEffect(one["effect"]), one["text"], one.get("ask", ""),
            )
            for position, one in enumerate(content["rules"])
        ),
    )  # fmt: skip


@transaction.atomic
def write_first() -> bool:
    """Write and publish the shipped questionnaire and its profiles, where there is none.

    Returns:
        Whether it was written.
    """
    if Questionnaire.objects.exists():
        return False
    content = _content()
    questionnaire = Questionnaire(
        title=content["title"], introduction=content["introduction"], live=False
    )
    questionnaire.questions = [
        Question(sort_order=rank, **one) for rank, one in enumerate(content["questions"])
    ]
    questionnaire.settings = [
        CriterionSetting(
            sort_order=rank,
            setting=setting,
            on_miss=DEFAULT_EFFECTS[setting],
            ask=_typeset(DEFAULT_ASKS[setting]),
        )
        for rank, setting in enumerate(Setting)
    ]
    questionnaire.rules = [
        Rule(sort_order=rank, **one) for rank, one in enumerate(content["rules"])
    ]
    questionnaire.save()
    questionnaire.save_revision(log_action=False).publish(log_action=False)
    Profile.objects.bulk_create(
        Profile(**one)
        for one in content["profiles"]
        if not Profile.objects.filter(name=one["name"]).exists()
    )
    return True
