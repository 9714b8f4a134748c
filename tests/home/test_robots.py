"""What robots are told."""

from django.test import Client


def test_robots_find_the_map_and_stay_out_of_management(client: Client) -> None:
    response = client.get("/robots.txt")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /gestion/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
