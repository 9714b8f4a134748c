"""Makes checks of links for tests."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.common.clock import today
from connect.links.enums import LinkState
from connect.links.judging import host_of
from connect.links.models import LinkCheck, LinkHost, hash_of


class LinkCheckFactory(DjangoModelFactory):
    """An address that nobody has seen yet. Traits: `dead`, `moved`, `dangerous`, `fine`."""

    class Meta:
        model = LinkCheck

    url = factory.Sequence(lambda n: f"https://site-{n}.fr/page")
    url_hash = factory.LazyAttribute(lambda o: hash_of(o.url))
    host = factory.LazyAttribute(lambda o: host_of(o.url))
    next_check_at = factory.LazyFunction(timezone.now)

    class Params:
        seen = factory.Trait(
            state_since=factory.LazyFunction(lambda: today() - datetime.timedelta(days=10)),
            checked_at=factory.LazyFunction(timezone.now),
            next_check_at=factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7)),
        )
        dead = factory.Trait(
            seen=True,
            state=LinkState.DEAD,
            status_code=404,
            reason="Cette page répond «\u00a0introuvable\u00a0»",
            failures=2,
            first_failed_at=factory.LazyFunction(
                lambda: timezone.now() - datetime.timedelta(days=10)
            ),
        )
        moved = factory.Trait(
            seen=True,
            state=LinkState.MOVED,
            status_code=200,
            reason="Cette page a changé d’adresse",
            final_url="https://ailleurs.fr/nouvelle-page",
        )
        dangerous = factory.Trait(
            seen=True,
            state=LinkState.DANGEROUS,
            reason="Cette adresse mène à un réseau privé",
        )
        fine = factory.Trait(seen=True, state=LinkState.OK, status_code=200)


class LinkHostFactory(DjangoModelFactory):
    """A host at rest."""

    class Meta:
        model = LinkHost
        django_get_or_create = ("host",)

    host = factory.Sequence(lambda n: f"site-{n}.fr")
