"""The sheets that a link shows: what the public reads of them in short, and what was said of each."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from connect.common.french import day_long
from connect.offers.catalogue.index import current
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.enums import Kind
from connect.offers.models import Offer
from connect.outreach.choosing import sheets_of
from connect.outreach.enums import ReplyVerb
from connect.outreach.models import ExactLink, Reply
from connect.structures.models import Structure


@dataclass(frozen=True)
class Sheet:
    """One sheet of the page.

    Attributes:
        reference: of the structure or of the offer.
        title: its name.
        kind: what it is, in words.
        url: its public page.
        facts: pairs (label, value) that the public reads.
        verified_on: the last verification, may be unknown.
        reply: what was last said of it through this campaign, `None` while nothing was.
        offer: the offer, `None` for the structure's own sheet.
    """

    reference: str
    title: str
    kind: str
    url: str
    facts: tuple[tuple[str, str], ...]
    verified_on: datetime.date | None
    offer: Offer | None = None
    reply: Reply | None = field(default=None, compare=False)

    @property
    def state(self) -> str:
        """What was on the page, in short: a sheet that changed since is not confirmed unread."""
        told = repr((self.title, self.facts))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def gone_label(self) -> str:
        """The button that says it is over."""
        return "Plus proposée" if self.offer else "La structure n’existe plus"


@dataclass(frozen=True)
class ExactPage:
    """Everything a link shows.

    Attributes:
        link: the link.
        structure: whose sheets they are.
        sheets: its own sheet, then its offers and calls.
    """

    link: ExactLink
    structure: Structure
    sheets: Sequence[Sheet]

    @property
    def waiting(self) -> list[Sheet]:
        """The sheets of which nothing was said."""
        return [one for one in self.sheets if one.reply is None]

    @property
    def answered(self) -> int:
        """How many sheets something was said of."""
        return len(self.sheets) - len(self.waiting)

    def counted(self, verb: ReplyVerb) -> int:
        """How many sheets got this answer."""
        return sum(1 for one in self.sheets if one.reply and one.reply.verb == verb)

    @property
    def exact(self) -> int:
        """How many were confirmed."""
        return self.counted(ReplyVerb.EXACT)

    @property
    def to_correct(self) -> int:
        """How many are to be corrected."""
        return self.counted(ReplyVerb.CORRECT)

    @property
    def gone(self) -> int:
        """How many are over."""
        return self.counted(ReplyVerb.GONE)

    def find(self, reference: str) -> Sheet | None:
        """The sheet of a reference, if the public still sees it."""
        return next((one for one in self.sheets if one.reference == reference), None)


def read_page(link: ExactLink) -> ExactPage | None:
    """The page of a working link, `None` when the public no longer sees the structure; five statements at most.

    Args:
        link: one that `links.find` gave.
    """
    structure = link.target.structure
    if structure is None or not structure.is_public:
        return None
    said = {one.offer_id: one for one in Reply.objects.filter(target=link.target_id).order_by("pk")}
    offers = sheets_of([structure.pk]).select_related("structure__entity", "funding_type")
    rows = rows_of(offers.order_by("kind", "title", "reference"), current())
    sheets = [_own_sheet(structure, said.get(None))]
    sheets += [_sheet(row, said.get(row.offer.pk)) for row in rows]
    return ExactPage(link, structure, sheets)


def _present(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[1])


def _own_sheet(structure: Structure, reply: Reply | None) -> Sheet:
    return Sheet(
        reference=structure.reference,
        title=structure.name,
        kind="La fiche de votre structure",
        url=structure.get_absolute_url(),
        facts=_present(
            ("Ce qu’elle fait", ", ".join(structure.roles).lower().capitalize()),
            ("Commune", structure.commune_name),
            ("Téléphone", structure.phone),
            ("Courriel", structure.email),
            ("Site", structure.website),
            ("Présentation", structure.description),
        ),
        verified_on=structure.verified_on,
        reply=reply,
    )


def _sheet(row: OfferRow, reply: Reply | None) -> Sheet:
    offer = row.offer
    return Sheet(
        reference=offer.reference,
        title=offer.title,
        kind=", ".join(mark.label for mark in row.typologies),
        url=row.url,
        facts=_present(
            (
                "Coût" if offer.kind == Kind.ACCOMPANIMENT else "Montant",
                row.amount.capitalize() if row.amount else "non précisé",
            ),
            ("Dates", _dates(offer)),
            ("Où", row.where),
            ("Téléphone", offer.phone or offer.structure.phone),
            ("Courriel", offer.email or offer.structure.email),
            ("Page", offer.link),
            ("Résumé", offer.summary),
        ),
        verified_on=offer.verified_on,
        offer=offer,
        reply=reply,
    )


def _dates(offer: Offer) -> str:
    """From when until when, for a call."""
    if offer.closes_on is None:
        return ""
    last = day_long(offer.closes_on)
    return f"du {day_long(offer.opens_on)} au {last}" if offer.opens_on else f"jusqu’au {last}"
