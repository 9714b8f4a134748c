"""Links of sheets are checked with those of the catalogue: of what is published only."""

import pytest
from pytest_django import DjangoAssertNumQueries

from connect.links.registry import sources
from tests.toolbox.factories import SheetPageFactory

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "text", "value": '<p>Voir <a href="https://a.example.org/?x=1&amp;y=2">là</a>'
     ' et <a href="/offres/">ici</a> et <a href="mailto:a@example.org">nous</a></p>'},
]  # fmt: skip


def test_published_sheets_tell_their_links(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    (source,) = [one for one in sources() if one.kind == "fiche"]
    page = SheetPageFactory(
        body=BODY, sources='<p data-block-key="s"><a href="https://b.example.org/loi">Loi</a></p>'
    )
    SheetPageFactory(body=BODY, live=False)
    with django_assert_num_queries(1):
        found = list(source.links())
    assert found == [
        (page.pk, "body", "https://a.example.org/?x=1&y=2"),
        (page.pk, "sources", "https://b.example.org/loi"),
    ]
    SheetPageFactory(body=BODY)
    with django_assert_num_queries(1):
        assert len(list(source.links())) == 3
