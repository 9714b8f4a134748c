"""Makes campaigns and what comes back from them, for tests."""

import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.common.clock import today
from connect.notifications.services import recipient_of
from connect.outreach.enums import CallOutcome, CampaignKind, CampaignState, ReplyVerb
from connect.outreach.models import (
    Campaign,
    ExactLink,
    Paragraph,
    PhoneCall,
    Prospect,
    Reply,
    Rhythm,
    Target,
)
from connect.outreach.secrets import digest, new_nonce, secret_of
from connect.structures.enums import Nature
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import TerritoryFactory


class RhythmFactory(DjangoModelFactory):
    """Cooperatives are asked every six months."""

    class Meta:
        model = Rhythm
        django_get_or_create = ("nature",)

    nature = Nature.COOPERATIVE.value
    months = 6


class CampaignFactory(DjangoModelFactory):
    """A reminder that is being sent. Traits: `prepared`, `ended`, `letter`."""

    class Meta:
        model = Campaign

    kind = CampaignKind.REMINDER.value
    state = CampaignState.SENDING.value
    approved_at = factory.LazyFunction(timezone.now)

    class Params:
        prepared = factory.Trait(state=CampaignState.PREPARED.value, approved_at=None)
        ended = factory.Trait(state=CampaignState.ENDED.value)
        letter = factory.Trait(
            kind=CampaignKind.LETTER.value,
            territory=factory.SubFactory(TerritoryFactory, department=True),
        )


class TargetFactory(DjangoModelFactory):
    """A structure asked by its own address. Trait: `sent`."""

    class Meta:
        model = Target

    campaign = factory.SubFactory(CampaignFactory)
    structure = factory.SubFactory(
        StructureFactory, email=factory.Sequence(lambda n: f"structure-{n}@example.org")
    )
    address = factory.LazyAttribute(
        lambda o: "" if o.user or not o.structure else o.structure.email
    )
    recipient = factory.LazyAttribute(
        lambda o: recipient_of(o.user or o.address) if o.user or o.address else ""
    )
    due_before = factory.LazyFunction(today)
    user = None

    class Params:
        sent = factory.Trait(
            handed_at=factory.LazyFunction(timezone.now), sent_at=factory.LazyFunction(timezone.now)
        )


class ExactLinkFactory(DjangoModelFactory):
    """A working link, whose secret is `secret_of(link.nonce)`."""

    class Meta:
        model = ExactLink

    target = factory.SubFactory(TargetFactory, sent=True)
    recipient = factory.LazyAttribute(lambda o: o.target.recipient)
    nonce = factory.LazyFunction(new_nonce)
    digest = factory.LazyAttribute(lambda o: digest(secret_of(o.nonce)))
    expires_on = factory.LazyFunction(lambda: today() + datetime.timedelta(days=60))


class ReplyFactory(DjangoModelFactory):
    """The sheet of a structure was confirmed."""

    class Meta:
        model = Reply

    target = factory.SubFactory(TargetFactory, sent=True)
    verb = ReplyVerb.EXACT.value


class PhoneCallFactory(DjangoModelFactory):
    """Somebody called: everything is right."""

    class Meta:
        model = PhoneCall

    target = factory.SubFactory(TargetFactory, sent=True)
    outcome = CallOutcome.EXACT.value


class ProspectFactory(DjangoModelFactory):
    """An imported address."""

    class Meta:
        model = Prospect

    name = factory.Sequence(lambda n: f"Association {n}")
    address = factory.Sequence(lambda n: f"association-{n}@example.org")
    commune = factory.SubFactory(TerritoryFactory)
    origin = "Annuaire des associations, mars 2026"


class ParagraphFactory(DjangoModelFactory):
    """What a local network proposes to say."""

    class Meta:
        model = Paragraph

    territory = factory.SubFactory(TerritoryFactory, department=True)
    text = "Le réseau local tient une permanence chaque mardi."


def days_ago(days: int) -> Any:
    """A moment some days ago."""
    return timezone.now() - datetime.timedelta(days=days)
