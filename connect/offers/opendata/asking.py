"""What the address of a file or a feed asks: the same reading, the same offers, the same order as the page."""

import datetime
import hashlib
from array import array
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest
from pyroaring import BitMap

from connect.common.clock import today
from connect.common.french import quoted
from connect.offers.catalogue import criteria as reading
from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.facets import BY_KEY
from connect.offers.catalogue.grouping import split_by_typology, words_of
from connect.offers.catalogue.index import CatalogueIndex, current
from connect.offers.catalogue.places import Locality, locate
from connect.offers.catalogue.selection import Selection, order_of, select
from connect.offers.models import CatalogueStamp

# Raised when what the files hold changes without the catalogue changing: a new column, another wording.
EDITION = 1


@dataclass(frozen=True)
class Asked:
    """A list of the catalogue, of which nothing is read from the database yet.

    Attributes:
        criteria: what was understood, without a page number.
        index: the catalogue of this moment.
        locality: the place understood, if any.
        selection: the offers that answer.
        notices: the sentences that the page shows too.
        day: the day it is in Paris.
        stamp: the version of the catalogue, as it was before the index was taken; empty when there is none.
    """

    criteria: Criteria
    index: CatalogueIndex
    locality: Locality | None
    selection: Selection
    notices: list[str]
    day: datetime.date
    stamp: str

    @cached_property
    def pks(self) -> list[int]:
        """Every offer found, in the order of the page: group after group, best first."""
        order = order_of(self.criteria, self.index, self.selection, self.locality)
        groups = split_by_typology(self.criteria, self.index, self.selection.found)
        return [pk for *_, found in groups for pk in sorted(found, key=order)]

    def closing(self, days: int) -> list[int]:
        """The open calls found that close within so many days, the first to close first."""
        last = self.day + datetime.timedelta(days=days)
        opened: BitMap = self.selection.found & self.selection.calls[0]
        closes = {pk: self.index.entries[pk].closes_on for pk in opened}
        near = [(day, pk) for pk, day in closes.items() if day is not None and day <= last]
        return [pk for _, pk in sorted(near, key=lambda one: (one[0], self._reference(one[1])))]

    def _reference(self, pk: int) -> str:
        return self.index.entries[pk].reference

    def words(self) -> list[str]:
        """What is asked, in words, as the chips of the page say it."""
        said = [quoted(self.criteria.q)] if self.criteria.q else []
        if self.locality is not None and self.locality.covering:
            said.append(self.locality.label)
        for key, codes in self.criteria.values.items():
            labels = {word.code: word.label for word in words_of(BY_KEY[key], self.index)}
            said += [labels[code] for code in codes]
        if self.criteria.only_open:
            said.append("appels en cours")
        return said

    def etag(self, *more: str) -> str:
        """A name for this very content; empty when no version of the catalogue vouches for it.

        The offers found are part of it, since synonyms and places change without the catalogue.

        Args:
            more: what else the content depends on: its address, the offers it keeps.
        """
        if not self.stamp:
            return ""
        parts = [str(EDITION), self.stamp, str(self.day), self.criteria.query()]
        said = "\n".join([*parts, *self.notices, *more]).encode()
        return f'"{hashlib.sha256(said + array("Q", self.pks).tobytes()).hexdigest()[:32]}"'


def ask(request: HttpRequest) -> Asked:
    """Understand the address of a file or a feed, as the catalogue page would.

    Args:
        request: its parameters are those of `/offres/`; a page number means nothing here.
    """
    # Before the index: a change in between makes the name too old, never the content.
    row = CatalogueStamp.objects.values_list("version", "token").first()
    index = current()
    query = request.GET.copy()
    query.pop("page", None)
    criteria, notices = reading.read(query, index)
    locality, sentence = locate(criteria.place)
    if sentence:
        notices.append(sentence)
    day = today()
    selection = select(criteria, index, locality, day)
    return Asked(
        criteria=replace(criteria, page=1),
        index=index,
        locality=locality,
        selection=selection,
        notices=[*notices, *selection.notices],
        day=day,
        stamp=f"{row[0]}-{row[1]}" if row else "",
    )
