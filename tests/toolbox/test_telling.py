"""What sheets tell: mails to those who proposed, the Monday page, the copy and the erasure of a person."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from connect.accounts.privacy import holdings
from connect.notifications.kinds import kind_of
from connect.notifications.models import Notice
from connect.notifications.sending import send_due
from connect.upkeep.registry import AlreadyDone, DutySource, sources_for
from connect.upkeep.services import settle
from tests.accounts.factories import UserFactory
from tests.toolbox.factories import SheetOfferFactory
from tests.toolbox.writing import Writing, begin
from toolbox import reviewing, services
from toolbox.models import SheetAuthor, SheetOffer
from toolbox.selectors import public_authors

pytestmark = pytest.mark.django_db


def proposed() -> Writing:
    writing = begin()
    writing.write("Un titre")
    services.submit(writing.page, writing.alice)
    return writing


def source_for(user: object) -> DutySource | None:
    return next((one for one in sources_for(user) if one.kind == "fiches-a-relire"), None)


def test_reviews_stand_on_the_monday_page_and_are_settled_there() -> None:
    writing = proposed()
    assert source_for(writing.alice) is None
    assert source_for(UserFactory(editor=True)) is None
    source = source_for(writing.moderator)
    assert source is not None
    assert source.count() == 1
    (duty,) = source.duties(5)
    assert duty.title == "Un titre"
    assert dict(duty.details)["Proposée par"] == writing.alice.shown_name
    assert source.find(duty.key) == duty
    assert source.find("x") is source.find("999999") is source.find("9" * 30) is None
    settle(
        writing.moderator,
        source.kind,
        duty.key,
        "renvoyer",
        {"reponse-comment": "Une source manque."},
    )
    assert source.count() == 0
    services.submit(writing.row, writing.alice)
    (again,) = source.duties(5)
    settle(writing.moderator, source.kind, again.key, "publier", {})
    assert writing.row.live
    with pytest.raises(AlreadyDone):
        source.act(writing.moderator, again.key, "publier", {})


def test_a_reviewer_of_nothing_is_refused_by_the_act_itself() -> None:
    writing = proposed()
    source = source_for(writing.moderator)
    assert source is not None
    (duty,) = source.duties(5)
    with pytest.raises(ValidationError):
        source.act(writing.bob, duty.key, "publier", {})
    assert not writing.row.live


def compose(kind: str) -> object:
    found = kind_of(kind)
    assert found is not None
    return found.compose(Notice.objects.get(kind=kind))


def test_mails_are_read_again_when_they_leave() -> None:
    writing = proposed()
    review = reviewing.review_of(writing.row)
    assert review is not None
    reviewing.send_back(writing.row, review.task.pk, writing.moderator, "Une source manque.")
    told = compose("fiche-a-reprendre")
    assert "à reprendre" in told.subject  # type: ignore[attr-defined]  # a Mail here
    writing.alice.group_memberships.update(ended_at="2026-01-01T00:00Z")
    assert compose("fiche-a-reprendre") is None
    services.submit(writing.row, writing.bob)
    review = reviewing.review_of(writing.row)
    assert review is not None
    reviewing.accept(writing.row, review.task.pk, writing.moderator)
    assert "publiée" in compose("fiche-publiee").subject  # type: ignore[attr-defined]  # a Mail here
    writing.row.unpublish()
    assert compose("fiche-publiee") is None


def test_the_mails_are_drawn_both_ways() -> None:
    writing = proposed()
    review = reviewing.review_of(writing.row)
    assert review is not None
    reviewing.send_back(writing.row, review.task.pk, writing.moderator, "Une source manque.")
    services.submit(writing.row, writing.bob)
    review = reviewing.review_of(writing.row)
    assert review is not None
    reviewing.accept(writing.row, review.task.pk, writing.moderator, "Bravo")
    send_due()
    texts = {one.to[0]: str(one.body) for one in mail.outbox}
    assert "Une source manque." in texts[writing.alice.email]
    assert f"/fiches/ecrire/{writing.page.pk}/" in texts[writing.alice.email]
    assert "Bravo" in texts[writing.bob.email]
    assert writing.row.get_url() in texts[writing.bob.email]


def test_a_person_takes_their_copy_and_is_forgotten() -> None:
    writing = proposed()
    review = reviewing.review_of(writing.row)
    assert review is not None
    reviewing.accept(writing.row, review.task.pk, writing.moderator)
    SheetOfferFactory(page=writing.row, linked_by=writing.alice)
    mine = {
        one.key: one for one in holdings() if one.key in {"fiches-ecrites", "versions-de-fiches"}
    }
    assert [len(list(one.export(writing.alice))) for one in mine.values()] == [1, 1]
    assert public_authors(writing.row) == [writing.alice.shown_name]
    for one in mine.values():
        one.erase(writing.alice)
    version = writing.page.versions.get()
    assert (version.writers, version.by, version.persons.count()) == ([], None, 0)
    assert not SheetAuthor.objects.filter(user=writing.alice).exists()
    assert not SheetOffer.objects.filter(linked_by=writing.alice).exists()
    assert public_authors(writing.row) == []
    assert writing.row.live
