"""What probes are told."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from connect.runtime import health
from tests.harness.visitor import Visitor
from tests.runtime.factories import JobRunFactory


def test_healthz_asks_nothing_of_the_database(client: Visitor) -> None:
    # No database is allowed in this test: a query would fail it.
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_set_no_cookie_and_are_never_kept(client: Visitor, path: str) -> None:
    response = client.get(path)

    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert client.post(path).status_code in {403, 405}


@pytest.mark.django_db
def test_readyz_names_every_part(client: Visitor) -> None:
    JobRunFactory(task=health.HEARTBEAT, succeeded_at=timezone.now())

    response = client.get("/readyz")

    told = response.json()
    assert response.status_code == 200
    assert told["state"] == "ok", told
    assert set(told["parts"]) == {
        "database",
        "migrations",
        "search",
        "cache",
        "live",
        "jobs",
        "mail",
        "storage",
    }
    assert {part["state"] for part in told["parts"].values()} == {"ok"}


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "state"), [(60, "ok"), (121, "late")])
def test_readyz_tells_a_late_heartbeat_but_still_serves(
    client: Visitor, age: int, state: str
) -> None:
    JobRunFactory(task=health.HEARTBEAT, succeeded_at=timezone.now() - timedelta(seconds=age))

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["parts"]["jobs"]["state"] == state


@pytest.mark.django_db
def test_readyz_is_degraded_when_files_cannot_be_stored(client: Visitor) -> None:
    with override_settings(MEDIA_ROOT="/dev/null/media"):
        response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["state"] == "degraded"
    assert response.json()["parts"]["storage"]["state"] == "down"


@pytest.mark.django_db
def test_readyz_is_503_while_migrations_are_missing(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_migrated", [])
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'runtime'")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["parts"]["migrations"] == {"state": "down", "detail": "1 to apply"}


@pytest.mark.django_db
def test_readyz_is_degraded_when_live_messages_or_the_cache_are_away(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        healthy = False
        away = True

        def set(self, *_: object) -> None: ...

        def get(self, key: str) -> str:
            return "ok"

    monkeypatch.setattr(health, "bus", Away)
    monkeypatch.setattr(health, "cache", Away())

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["state"] == "degraded"
    parts = response.json()["parts"]
    assert [name for name in parts if parts[name]["state"] == "down"] == ["cache", "live"]
