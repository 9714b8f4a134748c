"""Which intercommunalities the catalogue covers, and which were written to."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F

from connect.common.clock import today
from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.index import current
from connect.offers.catalogue.selection import select
from connect.offers.opendata.columns import Column
from connect.outreach.enums import CampaignKind
from connect.outreach.models import Prospect, Target
from connect.panorama.ground import Ground, read_ground
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory


@dataclass(frozen=True)
class Covered:
    """An intercommunality.

    Attributes:
        pk: key of the territory.
        code: its SIREN.
        name: its name.
        departments: codes of the departments it lies in.
        structures: public structures seated there.
        own: offers that these structures hold.
        offers: offers proposed there, wherever their structure is.
        prospects: imported addresses.
        letters: letters that left, in the last campaigns.
    """

    pk: int
    code: str
    name: str
    departments: str
    structures: int
    own: int
    offers: int
    prospects: int
    letters: int

    @property
    def is_bare(self) -> bool:
        """Whether no structure of the catalogue is seated there."""
        return self.structures == 0


COLUMNS: tuple[Column[Covered], ...] = (
    Column("siren", lambda one: one.code),
    Column("intercommunalite", lambda one: one.name),
    Column("departements", lambda one: one.departments),
    Column("structures", lambda one: one.structures),
    Column("offres_des_structures", lambda one: one.own),
    Column("offres_proposees", lambda one: one.offers),
    Column("adresses_importees", lambda one: one.prospects),
    Column("lettres_envoyees", lambda one: one.letters),
)


def coverage() -> list[Covered]:
    """Every intercommunality of the region, those without any structure first; a constant number of statements."""
    index = current()
    ground = read_ground(index, None)
    found = select(Criteria(), index, None, today()).found
    departments = _departments()
    seated, own = _seated(ground)
    by_epci = Prospect.objects.order_by().values_list("commune__epci").annotate(n=Count("pk"))
    prospects = dict(by_epci)
    letters = _letters()
    rows = [
        Covered(
            pk=site.pk,
            code=site.code,
            name=site.name,
            departments=", ".join(sorted(departments.get(site.pk, ()))),
            structures=seated.get(site.pk, 0),
            own=own.get(site.pk, 0),
            offers=found.intersection_cardinality(index.offered_in(site.reached_from)),
            prospects=prospects.get(site.pk, 0),
            letters=letters.get(site.pk, 0),
        )
        for site in ground.epcis
    ]
    return sorted(rows, key=lambda one: (one.structures, one.own, one.name))


def _departments() -> Mapping[int, set[str]]:
    """Codes of the departments of each intercommunality; one statement."""
    found: dict[int, set[str]] = {}
    pairs = Territory.objects.filter(level=Level.COMMUNE, epci__isnull=False).order_by()
    for epci, code in pairs.values_list("epci_id", "parent__code").distinct():
        if epci is not None and code is not None:
            found.setdefault(epci, set()).add(code)
    return found


def _seated(ground: Ground) -> tuple[dict[int, int], dict[int, int]]:
    """How many structures each intercommunality has, and how many offers they hold."""
    seated: dict[int, int] = {}
    own: dict[int, int] = {}
    for seat in ground.seats.values():
        if seat.epci is not None:
            seated[seat.epci] = seated.get(seat.epci, 0) + 1
    for structure in ground.holders.values():
        seat_of = ground.seats.get(structure)
        if seat_of is not None and seat_of.epci is not None:
            own[seat_of.epci] = own.get(seat_of.epci, 0) + 1
    return seated, own


def _letters() -> dict[int, int]:
    """Letters that left, by intercommunality of their receiver; two statements."""
    sent = Target.objects.filter(
        campaign__kind=CampaignKind.LETTER, sent_at__isnull=False
    ).order_by()
    found: dict[int, int] = {}
    for path in ("prospect__commune__epci", "structure__epci"):
        rows = sent.filter(**{f"{path}__isnull": False}).annotate(place=F(path))
        for place, count in rows.values_list("place").annotate(n=Count("pk")):
            found[place] = found.get(place, 0) + count
    return found
