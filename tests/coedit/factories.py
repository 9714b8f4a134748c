"""Factories of documents."""

import uuid
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.coedit.models import CoeditDocument, CoeditPresence, CoeditUpdate, CoeditWriter
from tests.accounts.factories import UserFactory


class CoeditDocumentFactory(DjangoModelFactory[CoeditDocument]):
    """A document that nobody has opened yet."""

    class Meta:
        model = CoeditDocument

    kind = "essai"
    owner_id = factory.Sequence(lambda n: n + 1)


class CoeditUpdateFactory(DjangoModelFactory[CoeditUpdate]):
    """An update that says nothing."""

    class Meta:
        model = CoeditUpdate

    document: Any = factory.SubFactory(CoeditDocumentFactory)
    author: Any = factory.SubFactory(UserFactory)
    data = b"\x00\x00"


class CoeditWriterFactory(DjangoModelFactory[CoeditWriter]):
    """Somebody who wrote."""

    class Meta:
        model = CoeditWriter

    document: Any = factory.SubFactory(CoeditDocumentFactory)
    user: Any = factory.SubFactory(UserFactory)
    wrote_at = factory.LazyFunction(timezone.now)


class CoeditPresenceFactory(DjangoModelFactory[CoeditPresence]):
    """A page open now."""

    class Meta:
        model = CoeditPresence

    key = factory.LazyFunction(uuid.uuid4)
    document: Any = factory.SubFactory(CoeditDocumentFactory)
    user: Any = factory.SubFactory(UserFactory)
    seen_at = factory.LazyFunction(timezone.now)
