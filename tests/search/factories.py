"""Makes what the search port keeps; entries are better made by `connect.search.services.index`."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.common.clock import today
from connect.search import french
from connect.search.models import SearchEntry, SearchTally, Synonym, VocabularyVersion, Word
from connect.search.registry import entry_id


class SearchEntryFactory(DjangoModelFactory):
    """An entry without the full text that a backend adds."""

    class Meta:
        model = SearchEntry

    kind = "offer"
    object_id = factory.Sequence(lambda n: n + 1)
    id = factory.LazyAttribute(lambda o: entry_id(o.kind, o.object_id))
    title = factory.Sequence(lambda n: f"Offre {n}")
    title_key = factory.LazyAttribute(lambda o: french.title_key(french.words(o.title)))
    keywords = "emploi, formation"
    body = "Un accompagnement pour les associations employeuses."
    url = factory.LazyAttribute(lambda o: f"/{o.kind}/{o.object_id}/")
    updated_at = factory.LazyFunction(timezone.now)


class WordFactory(DjangoModelFactory):
    """A word of the vocabulary."""

    class Meta:
        model = Word

    spelling = factory.Sequence(lambda n: f"école{n}")
    word = factory.LazyAttribute(lambda o: french.fold(o.spelling))
    stem = factory.LazyAttribute(lambda o: french.stem(o.word))
    frequency = 1


class VocabularyVersionFactory(DjangoModelFactory):
    """The token of the vocabulary; there is one row."""

    class Meta:
        model = VocabularyVersion
        django_get_or_create = ("id",)

    id = 1
    token = factory.Sequence(lambda n: f"{n:032d}")


class SynonymFactory(DjangoModelFactory):
    """A group of two words."""

    class Meta:
        model = Synonym

    terms = factory.Sequence(lambda n: f"mot{n}, terme{n}")


class SearchTallyFactory(DjangoModelFactory):
    """Words searched once today on the site, that found nothing."""

    class Meta:
        model = SearchTally

    day = factory.LazyFunction(today)
    place = SearchTally.Place.SITE.value
    words = factory.Sequence(lambda n: f"mots {n}")
    count = 1
    results = 0
