"""What tests of contributions share: a member who signs in and fills a form."""

import re
from typing import Any

from connect.contributions.sheets.book import Book
from connect.contributions.sheets.questions import questions_of
from connect.contributions.sheets.reading import typed_from, values_of_offer, values_of_structure
from connect.offers.models import Offer
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import MembershipFactory


def member_of(structure: Structure, **kwargs: Any) -> Any:
    """A person who acts for a structure."""
    return MembershipFactory(structure=structure, user=UserFactory(**kwargs)).user


def signed_in(person: Any) -> Visitor:
    """The browser of a person who signed in."""
    visitor = Visitor()
    visitor.force_login(person)
    return visitor


def edit_url(sheet: Offer | Structure) -> str:
    """Where a sheet is written."""
    kind = "offre" if isinstance(sheet, Offer) else "structure"
    return f"/mes-fiches/{kind}/{sheet.reference}/modifier/"


def typed(sheet: Offer | Structure, **changes: Any) -> dict[str, Any]:
    """What the form of a sheet holds, with some answers changed."""
    if isinstance(sheet, Offer):
        held = typed_from(values_of_offer(sheet), sheet.kind, Book())
    else:
        held = typed_from(values_of_structure(sheet), "structure", Book())
    names = {one.name for one in questions_of(getattr(sheet, "kind", "structure"))}
    return {
        name: value
        for name, value in {**held, **changes}.items()
        if name in names or name in changes
    }


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def press(visitor: Visitor, url: str, action: str, data: dict[str, Any], **headers: str) -> Any:
    """Open a form, fill it, press a button."""
    page = visitor.get(url, follow=True)
    sent = {**hidden(page), **data, "action": action}
    return visitor.post(url, sent, headers=headers or None)
