"""The figures that the thesis publishes, counted on the loaded demonstration."""

import datetime
from collections import Counter
from collections.abc import Callable

import pytest
from django.db.models import Count, QuerySet

from connect.common.clock import today
from connect.demo.models import DemoShift
from connect.offers.enums import HiddenMotive, Kind, Status
from connect.offers.models import Offer
from connect.offers.selectors import open_on, visible_to
from connect.structures.models import Entity, Structure
from connect.taxonomy.enums import Reach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def funding() -> QuerySet[Offer]:
    return Offer.objects.filter(kind=Kind.FUNDING)


def pairs(name: str) -> int:
    """How many (offer, term) pairs the funding offers have."""
    return int(funding().filter(**{f"{name}__isnull": False}).values("pk", f"{name}__pk").count())


def with_term(name: str, *codes: str) -> int:
    return int(funding().filter(**{f"{name}__code__in": codes}).values("pk").distinct().count())


def of_entity(*names: str) -> int:
    return int(funding().filter(structure__entity__name__in=names).count())


def in_department(code: str, *reaches: Reach) -> int:
    offers = funding().filter(structure__department__code=code)
    return int(offers.filter(reach__in=reaches).count() if reaches else offers.count())


def seated(code: str) -> int:
    entities = Entity.objects.filter(
        structures__offers__kind=Kind.FUNDING, structures__department__code=code
    )
    return entities.distinct().count()


def referenced_by(day: datetime.date) -> int:
    moved = day + datetime.timedelta(days=DemoShift.objects.get().days)
    return Structure.objects.filter(referenced_on__lte=moved).count()


def single_offer_entities() -> int:
    counts = Counter(funding().values_list("structure__entity__name", flat=True))
    return sum(count == 1 for count in counts.values())


def calls() -> QuerySet[Offer]:
    return Offer.objects.filter(kind=Kind.CALL)


COUNCILS = ("CD 44", "CD 49", "CD 53", "CD 72", "CD 85")
BY_REACH = {reach: (lambda reach=reach: funding().filter(reach=reach).count()) for reach in Reach}
FIGURES: dict[str, tuple[Callable[[], int], int]] = {
    "F01 funding recorded": (lambda: funding().count(), 163),
    "F02 funding visible": (lambda: visible_to(None).filter(kind=Kind.FUNDING).count(), 89),
    "F03 accompaniment recorded": (lambda: Offer.objects.filter(kind=Kind.ACCOMPANIMENT).count(), 180),
    "F04 accompaniment visible": (lambda: visible_to(None).filter(kind=Kind.ACCOMPANIMENT).count(), 168),
    "F05 structures": (lambda: Structure.objects.count(), 269),
    "F05 entities": (lambda: Entity.objects.count(), 249),
    "F06 calls": (lambda: calls().count(), 181),
    "F07 open calls": (lambda: calls().filter(open_on(today())).count(), 39),
    "F07 closed calls": (lambda: calls().exclude(open_on(today())).count(), 142),
    "F08 referenced for the survey": (lambda: referenced_by(datetime.date(2016, 4, 29)), 255),
    "F09 hidden funding": (lambda: funding().exclude(status=Status.VISIBLE).count(), 74),
    "F09 hidden councils": (lambda: funding().filter(hidden_motive=HiddenMotive.COUNCIL).count(), 65),
    "F10 on the map": (lambda: funding().filter(structure__department__in_scope=True).count(), 161),
    "F11 off the map": (lambda: in_department("35"), 2),
    "F12 regional": (BY_REACH[Reach.REGIONAL], 79),
    "F13 departmental": (BY_REACH[Reach.DEPARTMENTAL], 67),
    "F14 intercommunal": (BY_REACH[Reach.INTERCOMMUNAL], 17),
    "F15 by the Région": (lambda: of_entity("Région Pays de la Loire"), 38),
    "F16 by Fondes": (lambda: of_entity("Fondes"), 12),
    "F17 seated in Sarthe": (lambda: in_department("72"), 19),
    "F17 all departmental": (lambda: in_department("72", Reach.DEPARTMENTAL), 19),
    "F18 Maine-et-Loire intercommunal": (lambda: in_department("49", Reach.INTERCOMMUNAL), 3),
    "F18 Maine-et-Loire departmental": (lambda: in_department("49", Reach.DEPARTMENTAL), 3),
    "F19 Loire-Atlantique regional": (lambda: in_department("44", Reach.REGIONAL), 75),
    "F20 funding entities in Loire-Atlantique": (lambda: seated("44"), 25),
    "F22 councils": (lambda: of_entity(*COUNCILS), 65),
    "F23 CD 44 and CD 72": (lambda: of_entity("CD 44", "CD 72"), 41),
    "F25 CD 49": (lambda: of_entity("CD 49"), 3),
    "F26 entities with one offer": (single_offer_entities, 20),
    "F28 target pairs": (lambda: pairs("structure_types"), 542),
    "F29 for associations": (
        lambda: with_term("structure_types", "association_employeuse", "association_non_employeuse"), 95),
    "F30 for employing associations": (lambda: with_term("structure_types", "association_employeuse"), 64),
    "F32 sector pairs": (lambda: pairs("sectors") + funding().filter(all_sectors=True).count(), 303),
    "F33 culture": (lambda: with_term("sectors", "culture"), 62),
    "F36 phase pairs": (lambda: pairs("phases"), 427),
    "F37 idea": (lambda: with_term("phases", "idee"), 41),
    "F38 new activity": (lambda: with_term("phases", "developpement"), 121),
    "F40 funding types": (lambda: funding().values("funding_type").distinct().count(), 5),
    "F41 subsidies": (lambda: with_term("funding_type", "subvention"), 122),
    "F42 subsidies and loans": (lambda: with_term("funding_type", "subvention", "pret"), 155),
    "F43 employment aid": (lambda: with_term("funding_type", "aide_emploi"), 4),
    "F43 capital": (lambda: with_term("funding_type", "prise_capital"), 3),
    "F43 patronage": (lambda: with_term("funding_type", "mecenat"), 1),
    "F44 object pairs": (lambda: pairs("objects_funded"), 265),
    "F45 project": (lambda: with_term("objects_funded", "projet"), 65),
    "F46 investment": (lambda: with_term("objects_funded", "investissement"), 41),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_the_catalogue_gives_the_published_figure(name: str) -> None:
    count, published = FIGURES[name]
    assert count() == published


def test_the_others_named_have_one_offer() -> None:
    """F27."""
    named = [
        "CC du Pays d'Ancenis", "CC Pays de Chantonnay", "CC du Pays des Achards",
        "Centre socioculturel Rives de Loire", "Crédit Coopératif",
    ]  # fmt: skip
    assert [of_entity(name) for name in named] == [1] * 5


def test_the_offers_named_say_what_is_published() -> None:
    """F31, F35, F39."""
    nacre = funding().get(title="Prêt Nacre")
    assert {kind.code for kind in nacre.structure_types.all()} == {
        "porteur_projet", "cooperative", "scop", "entreprise_commerciale_us"
    }  # fmt: skip
    cigales = funding().get(title="Apport avec droit de reprise")
    assert (cigales.all_sectors, cigales.sectors.count()) == (True, 0)
    microcredit = funding().get(
        structure__entity__name="Adie Pays de la Loire", title="Microcrédit"
    )
    assert {phase.code for phase in microcredit.phases.all()} == {"creation", "developpement"}


def test_the_sectors_rank_as_published() -> None:
    """F33, F34: « tous secteurs » is a flag and takes no place in the ranking."""
    counts = funding().filter(sectors__isnull=False).values_list("sectors__code")
    ranked = counts.annotate(offers=Count("pk")).order_by("-offers")
    assert [count for _, count in ranked][:6] == [62, 34, 31, 29, 27, 17]
    assert [code for code, _ in ranked][:2] == ["culture", "environnement"]


def test_the_phases_rank_as_published() -> None:
    """F37, F38."""
    counts = dict(funding().values_list("phases__code").annotate(Count("pk")).order_by())
    assert min(counts, key=lambda code: counts[code]) == "idee"
    assert max(counts, key=lambda code: counts[code]) == "developpement"


def test_no_hidden_offer_is_public() -> None:
    seen = visible_to(None).exclude(kind=Kind.CALL)
    assert seen.count() == 257
    assert not seen.filter(structure__entity__name__in=COUNCILS).filter(kind=Kind.FUNDING).exists()
