"""Querysets that promise no order get a random one, so that no test passes by the luck of a table's order."""

import random
from typing import Any

import pytest
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

OURS = ("connect.", "toolbox.", "forum.", "experts.", "newsletter.", "veille.", "events.")


def install(monkeypatch: pytest.MonkeyPatch, seed: str) -> None:
    """Shuffle what unordered querysets of our models fetch.

    Args:
        monkeypatch: undoes it.
        seed: the same one gives the same orders again, so that a failure repeats.
    """
    dice = random.Random(seed)
    fetch = QuerySet._fetch_all

    def fetch_and_shuffle(queryset: Any) -> None:
        fresh = queryset._result_cache is None
        fetch(queryset)
        if (
            fresh
            and not queryset.ordered
            and queryset._iterable_class is ModelIterable
            and queryset.model.__module__.startswith(OURS)
        ):
            dice.shuffle(queryset._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_and_shuffle)
