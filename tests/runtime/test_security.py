"""Headers and cookies, on a local site and on a public one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils.html import format_html

from tests.harness.visitor import Visitor
from tests.runtime.processes import ROOT, environment

pytestmark = pytest.mark.urls(__name__)


def page(request: HttpRequest) -> HttpResponse:
    """A page with a script of its own."""
    return HttpResponse(format_html('<script nonce="{}"></script>', request.csp_nonce))  # type: ignore[attr-defined]


urlpatterns = [path("page/", page), path("gestion/page/", page)]

PUBLIC_QUESTION = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
host = "essor.example.org"
plain = Client(headers={"host": host}).get("/healthz")
moved = Client(headers={"host": host}).get("/offres/")
secure = Client(headers={"host": host}).get("/healthz", secure=True)
print(json.dumps({
    "probe": plain.status_code, "moved": [moved.status_code, moved["Location"]],
    "hsts": secure.get("Strict-Transport-Security", ""),
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_NAME],
}))
"""


def directives(response: HttpResponseBase) -> dict[str, list[str]]:
    policy = response["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in policy.split("; ")}


def test_pages_only_run_what_carries_their_nonce(client: Visitor) -> None:
    first, second = client.get("/page/"), client.get("/page/")

    policy = directives(first)
    nonce = first.content.decode().split('"')[1]
    assert policy["script-src"] == ["'self'", f"'nonce-{nonce}'"]
    assert policy["style-src"] == ["'self'", f"'nonce-{nonce}'"]
    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == ["'none'"]
    assert nonce not in second.content.decode()
    assert "unsafe" not in first["Content-Security-Policy"]


def test_administration_gets_the_listed_relaxations_and_no_more(client: Visitor) -> None:
    policy = directives(client.get("/gestion/page/"))

    assert policy["script-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["style-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["img-src"] == ["'self'", "data:", "blob:"]
    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == ["'none'"]
    assert "unsafe-eval" not in str(policy)


def test_other_headers(client: Visitor) -> None:
    response = client.get("/page/")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Strict-Transport-Security" not in response
    assert not response.cookies


def test_a_public_site_asks_for_https(tmp_path: Path) -> None:
    env = environment(
        tmp_path / "var",
        8000,
        ALLOWED_HOSTS="essor.example.org",
        DJANGO_SETTINGS_MODULE="connect.settings.base",
    )
    ended = subprocess.run(
        [sys.executable, "-c", PUBLIC_QUESTION],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert told == {
        "probe": 200,
        "moved": [301, "https://essor.example.org/offres/"],
        "hsts": "max-age=31536000",
        "cookies": [True, True, "__Host-essor_session"],
    }
