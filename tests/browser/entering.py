"""Coming in by password and second factor, with a real browser."""

import re

from playwright.sync_api import Page, expect

# A code is good once and changes every thirty seconds: one just used by another test is waited out.
MOST_TRIES = 4
HALF_MINUTE = 30_000


def code_of_the_moment(page: Page, address: str) -> str:
    """The second code of an account of the staff, from the demonstration's own page.

    Args:
        page: any page of the site; it stays where it is.
        address: of the account.
    """
    listed = page.request.get("/demo/comptes/").text()
    # Some addresses end like others.
    found = re.search(
        rf"(?<![\w.]){re.escape(address)}.*?demo-code\">(\d{{6}})<", listed, re.DOTALL
    )
    assert found is not None, f"{address} has no code"
    return found[1]


def enter_with_both_factors(page: Page, address: str, password: str) -> None:
    """Sign in to the administration by the public pages.

    Args:
        page: where to.
        address: of the account.
        password: shared by the demonstration's accounts.
    """
    page.goto("/compte/connexion/mot-de-passe/?next=/gestion/")
    page.get_by_label("Votre adresse électronique").fill(address)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Me connecter").click()
    for _ in range(MOST_TRIES):
        expect(page.get_by_role("heading", name="Deuxième étape")).to_be_visible()
        page.get_by_label("Code à six chiffres").fill(code_of_the_moment(page, address))
        page.get_by_role("button", name="Continuer").click()
        page.wait_for_load_state()
        if page.url.endswith("/gestion/"):
            return
        page.wait_for_timeout(HALF_MINUTE)
    raise AssertionError(f"{address} could not sign in")
