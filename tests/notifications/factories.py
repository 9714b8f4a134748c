"""Factories of the ledger."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.notifications.enums import State
from connect.notifications.models import Notice, Preference, Suppression
from connect.notifications.services import recipient_of
from tests.accounts.factories import UserFactory


class NoticeFactory(DjangoModelFactory[Notice]):
    """A message that waits, due now. Traits: `to_address`, `sent`, `claimed`."""

    class Meta:
        model = Notice

    kind = "test"
    key = factory.Sequence(lambda n: f"thing:{n}")
    user = factory.SubFactory(UserFactory)
    recipient = factory.LazyAttribute(lambda n: recipient_of(n.user or n.address))
    state = State.WAITING
    due_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda n: n.due_at + datetime.timedelta(days=14))

    class Params:
        to_address = factory.Trait(
            user=None, address=factory.Sequence(lambda n: f"adresse-{n}@example.org")
        )
        sent = factory.Trait(
            state=State.SENT, subject="Bonjour", sent_at=factory.LazyFunction(timezone.now)
        )
        claimed = factory.Trait(
            state=State.CLAIMED,
            attempts=1,
            claimed_at=factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(hours=2)),
        )


class PreferenceFactory(DjangoModelFactory[Preference]):
    """A person who wants no more of a kind."""

    class Meta:
        model = Preference

    user = factory.SubFactory(UserFactory)
    kind = "test"
    is_wanted = False


class SuppressionFactory(DjangoModelFactory[Suppression]):
    """An address that wants no more of a kind."""

    class Meta:
        model = Suppression

    recipient = factory.Sequence(lambda n: recipient_of(f"adresse-{n}@example.org"))
    kind = "test"
