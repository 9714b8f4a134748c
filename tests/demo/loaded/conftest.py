"""The whole demonstration, loaded once for the tests of this folder."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests.taxonomy.holding import held


@pytest.fixture(scope="package")
def first_answer(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What the first `load_demo` printed."""
    with held(django_db_blocker):
        out = io.StringIO()
        with override_settings(DEMO=True, DEMO_PASSWORD=""):
            call_command("load_demo", stdout=out, stderr=io.StringIO())
        yield out.getvalue()


@pytest.fixture
def demo(first_answer: str) -> None:
    """The demonstration stands."""
