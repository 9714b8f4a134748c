"""Every address of the site × every role, with data that could leak."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse

from tests.harness.selection import on_postgresql
from tests.harness.visitor import Visitor
from tests.rights.matrix import Line, matrix
from tests.rights.routes import Route, routes
from tests.rights.world import DEFAULTS, World, build

ROLES = [code for code, _ in matrix().roles]
# Rights are the same on both databases; statements are not, and these roles reach every address between them.
WALKED = ROLES
if on_postgresql():
    WALKED = ["visiteur", "membre_groupe", "administrateur_structure", "administrateur"]
SIGN_IN = "/compte/connexion/"
# Where Wagtail sends back whoever may not see one of its pages.
SENT_BACK = ("/gestion/", "/gestion/login/", SIGN_IN)
MANAGEMENT = "/gestion/"


def test_every_address_has_its_line() -> None:
    table = matrix()
    untold = [route.shown for route in routes() if not table.lines_of(route)]

    assert not untold
    assert len(routes()) > 300


def test_every_line_has_its_addresses() -> None:
    stale = [line.page for line in matrix().lines if not any(map(line.covers, routes()))]

    assert not stale


def test_every_role_of_the_vocabulary_is_walked() -> None:
    # The codes of `roles_plateforme` in the vocabularies; the staff's editing and publishing roles come on top.
    documented = {
        "visiteur", "utilisateur", "contributeur", "membre_connect", "expert", "membre_groupe",
        "referent_administrateur", "referent_salarie", "animateur_local", "validateur", "administrateur",
    }  # fmt: skip

    assert documented < set(ROLES)


@pytest.mark.django_db
@pytest.mark.parametrize("role", WALKED)
def test_each_address_answers_those_it_should_and_nobody_else(role: str) -> None:
    world = build()
    visitor = Visitor(enforce_csrf_checks=False, raise_request_exception=False)
    faults: list[str] = []
    for route in routes():
        for line in matrix().lines_of(route):
            world.sign_in(visitor, role)
            faults += examine(world, visitor, role, route, line)

    assert not faults, "\n".join(faults)


def examine(world: World, visitor: Visitor, role: str, route: Route, line: Line) -> Iterator[str]:
    """What is wrong with the answers that a role gets at an address."""
    path = route.path({**DEFAULTS, **{name: world.values[key] for name, key in line.values}})
    allowed = role in line.who
    asked = [("GET", visitor.get(path))]
    if not allowed and not line.is_family:
        # Whoever may not look may not send either; what they sent is looked for at the end of the walk.
        asked.append(("POST", visitor.post(path)))
    for method, response in asked:
        told = f"{method} {path} as {role}: {response.status_code} {response.headers.get('Location', '')}"
        if response.status_code >= 500 and (route.shown, response.status_code) not in EXPECTED:
            yield told
        elif line.is_family and allowed:
            # Half of them need something that is not there: that nothing breaks is enough.
            continue
        elif (
            allowed
            and is_refused(response, path)
            and not (line.post and response.status_code == 405)
        ):
            yield f"{told}, should be answered"
        elif not allowed and not is_refused(response, path):
            yield f"{told}, should be refused"
        shown = content_of(response)
        for secret, readers in world.secrets.items():
            if role not in readers and secret.encode() in shown and secret != line.shows:
                yield f"{told}, shows « {secret} »"


# A probe that says it is not ready when no job has run, and the page on which Wagtail breaks down on purpose.
EXPECTED = {("readyz", 503), ("gestion/failwhale/", 500)}


def is_refused(response: HttpResponse, path: str) -> bool:
    """Whether an answer gives nothing: no such page, no right, method refused, or sent to the sign-in."""
    if response.status_code in {302, 303}:
        # Not a page of the account itself: only the sign-in, or Wagtail's own way of sending back.
        target = response.headers["Location"].partition("?")[0]
        return target in (SENT_BACK if path.startswith(MANAGEMENT) else (SIGN_IN,))
    return response.status_code in {401, 403, 404, 405, 410}


def content_of(response: HttpResponse) -> bytes:
    """What was sent, streamed or not."""
    return response.getvalue() if response.streaming else response.content
