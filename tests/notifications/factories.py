"""Factories of the ledger."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.notifications.models import Notice, Preference
from connect.notifications.services import recipient_of
from tests.accounts.factories import UserFactory


class NoticeFactory(DjangoModelFactory[Notice]):
    """A message that waits, due now."""

    class Meta:
        model = Notice

    kind = "test"
    key = factory.Sequence(lambda n: f"thing:{n}")
    user = factory.SubFactory(UserFactory)
    recipient = factory.LazyAttribute(lambda n: recipient_of(n.user or n.address))
    due_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda n: n.due_at + datetime.timedelta(days=14))


class PreferenceFactory(DjangoModelFactory[Preference]):
    """A person who wants no more of a kind."""

    class Meta:
        model = Preference

    user = factory.SubFactory(UserFactory)
    kind = "test"
    is_wanted = False
