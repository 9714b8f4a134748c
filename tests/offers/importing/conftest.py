"""The real lists, loaded once for a module of import tests."""

from collections.abc import Iterator
from typing import Any

import pytest

from connect.demo.loading import load_lists
from tests.taxonomy.holding import held


@pytest.fixture(scope="module")
def lists(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Vocabularies and territories as shipped."""
    with held(django_db_blocker):
        load_lists()
        yield
