"""What tests of sheets share: a group that writes, and how it writes."""

from dataclasses import dataclass
from typing import Any

from connect.accounts.models import User
from connect.coedit import services as coedit
from connect.coedit.draft import Draft, Node
from connect.coedit.kinds import Reason
from connect.groups.models import Group
from tests.accounts.factories import UserFactory
from tests.groups.factories import GroupFactory, GroupMembershipFactory
from tests.toolbox.factories import SheetIndexPageFactory
from toolbox import services
from toolbox.documents import KIND
from toolbox.models import SheetPage


@dataclass
class Writing:
    """A sheet in progress.

    Attributes:
        group: who writes it.
        alice: a member.
        bob: another.
        moderator: of the staff, who reviews.
        page: the sheet, as it was when it began.
    """

    group: Group
    alice: User
    bob: User
    moderator: User
    page: SheetPage

    @property
    def row(self) -> SheetPage:
        """The sheet as it stands now."""
        return SheetPage.objects.get(pk=self.page.pk)

    def write(self, title: str, by: User | None = None, *blocks: Node, **kwargs: Any) -> None:
        """Have a member write a title, and blocks (one paragraph by default)."""
        body = blocks or (paragraph(f"Texte de {title}"),)
        draft = Draft({"title": title, "summary": "Résumé"}, {"body": body, **kwargs})
        coedit.replace_text(KIND, self.page.pk, draft, by or self.alice)

    def pause(self) -> None:
        """Have what was written become a version, as after a pause."""
        coedit.save_now(KIND, self.page.pk, Reason.PAUSE)


def paragraph(text: str, key: str = "p1") -> Node:
    """A paragraph."""
    return Node("paragraph", {"id": key}, (Node("text", text=text),))


def begin(title: str = "Premier titre", **group: Any) -> Writing:
    """A group with two members, a reviewer, and a sheet just begun.

    Args:
        title: of the sheet.
        group: passed to the factory of groups.
    """
    SheetIndexPageFactory()
    made = GroupFactory(**group)
    alice = GroupMembershipFactory(group=made, user__first_name="Alice").user
    bob = GroupMembershipFactory(group=made, user__first_name="Bob").user
    moderator = UserFactory(moderator=True)
    return Writing(made, alice, bob, moderator, services.create_sheet(made, title, alice))
