"""Pages in the map of the site."""

import pytest
from django.test import Client

from tests.home.factories import ContentPageFactory, home_page

pytestmark = pytest.mark.django_db


def test_public_pages_are_there_in_the_name_of_the_host_asked(client: Client) -> None:
    home_page()
    ContentPageFactory(title="Visible", slug="visible")
    ContentPageFactory(title="À part", slug="a-part", excluded_from_sitemap=True)
    ContentPageFactory(title="Brouillon", slug="brouillon", live=False)

    text = client.get("/sitemap-pages.xml").content.decode()

    assert "<loc>http://testserver/</loc>" in text
    assert "<loc>http://testserver/visible/</loc>" in text
    assert "a-part" not in text and "brouillon" not in text and "localhost" not in text
