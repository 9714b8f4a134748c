"""Indicators of the catalogue: how much there is, how much of it is shown, how sure it is."""

import datetime
from decimal import Decimal
from statistics import median

from django.db.models import Count, Q, QuerySet

from connect.offers.enums import Kind
from connect.offers.models import Offer
from connect.offers.quality.completeness import completeness
from connect.offers.quality.snapshot import read_snapshots
from connect.offers.selectors import open_on, visible_to
from connect.panorama.enums import Direction, Unit
from connect.panorama.indicators.registry import Indicator, Measured, register
from connect.panorama.timing import FRESH
from connect.structures.selectors import visible_to as structures_visible_to

VOLUME, SHOWN, SURE = "Ce qui est recensé", "Ce qui est montré", "Ce qui est sûr"


def share(part: int, whole: int) -> Decimal | None:
    """A share in per cent with one decimal, `None` of nothing."""
    return round(Decimal(100 * part) / whole, 1) if whole else None


def _recorded() -> QuerySet[Offer]:
    return Offer.objects.exclude(kind=Kind.CALL)


def _shown() -> QuerySet[Offer]:
    return visible_to(None).exclude(kind=Kind.CALL)


def _visible_share(day: datetime.date) -> Measured:
    return share(_shown().count(), _recorded().count())


def _verified_share(day: datetime.date) -> Measured:
    since = day - datetime.timedelta(days=FRESH)
    counts = _shown().aggregate(
        whole=Count("pk"), fresh=Count("pk", filter=Q(verified_on__gte=since))
    )
    return share(counts["fresh"], counts["whole"])


def _verification_age(day: datetime.date) -> Measured:
    known = _shown().filter(verified_on__isnull=False).order_by("verified_on")
    days = known.values_list("verified_on", flat=True)
    ages = [(day - verified).days for verified in days if verified is not None]
    return round(Decimal(median(ages)), 1) if ages else None


def _completeness(day: datetime.date) -> Measured:
    scores = [completeness(offer).score for offer in read_snapshots(_shown())]
    return round(Decimal(sum(scores)) / len(scores), 1) if scores else None


def _structures(day: datetime.date | None = None) -> int:
    found = structures_visible_to(None)
    return found.count() if day is None else found.filter(referenced_on__lte=day).count()


def _entities(day: datetime.date | None = None) -> int:
    found = structures_visible_to(None)
    if day is not None:
        found = found.filter(referenced_on__lte=day)
    return found.order_by().values("entity").distinct().count()


register(
    Indicator(
        key="structures",
        label="Structures référencées",
        help="Structures visibles du public ; un service compte pour une structure.",
        group=VOLUME,
        measure=lambda day: _structures(),
        rebuild=_structures,
        public=True,
        order=10,
    )
)
register(
    Indicator(
        key="entites",
        label="Organismes",
        help="Les mêmes, les services d’un organisme étant réunis.",
        group=VOLUME,
        measure=lambda day: _entities(),
        rebuild=_entities,
        public=True,
        order=11,
    )
)
register(
    Indicator(
        key="offres_enregistrees",
        label="Offres enregistrées",
        help="Financements et accompagnements dans tous les états, masqués et archivés compris ; sans les appels.",
        group=VOLUME,
        measure=lambda day: _recorded().count(),
        rebuild=lambda day: _recorded().filter(recorded_on__lte=day).count(),
        order=12,
    )
)
register(
    Indicator(
        key="offres_visibles",
        label="Offres visibles",
        help="Financements et accompagnements que le public voit ; sans les appels à projets.",
        group=SHOWN,
        measure=lambda day: _shown().count(),
        public=True,
        order=20,
    )
)
register(
    Indicator(
        key="part_visible",
        label="Part visible",
        help="Offres visibles, rapportées aux offres enregistrées.",
        group=SHOWN,
        measure=_visible_share,
        unit=Unit.PERCENT,
        order=21,
    )
)
register(
    Indicator(
        key="financements",
        label="Financements visibles",
        help="Offres de financement que le public voit.",
        group=SHOWN,
        measure=lambda day: visible_to(None).filter(kind=Kind.FUNDING).count(),
        public=True,
        order=22,
    )
)
register(
    Indicator(
        key="accompagnements",
        label="Accompagnements visibles",
        help="Offres d’accompagnement que le public voit.",
        group=SHOWN,
        measure=lambda day: visible_to(None).filter(kind=Kind.ACCOMPANIMENT).count(),
        public=True,
        order=23,
    )
)
register(
    Indicator(
        key="appels_ouverts",
        label="Appels à projets ouverts",
        help="Appels visibles, ouverts ce jour-là.",
        group=SHOWN,
        measure=lambda day: visible_to(None).filter(open_on(day)).count(),
        better=Direction.NEITHER,
        public=True,
        order=24,
    )
)
register(
    Indicator(
        key="part_verifiee",
        label="Offres vérifiées depuis moins d’un an",
        help="Part des offres visibles dont la vérification remonte à 365 jours au plus ; sans les appels.",
        group=SURE,
        measure=_verified_share,
        unit=Unit.PERCENT,
        public=True,
        order=30,
    )
)
register(
    Indicator(
        key="age_verification",
        label="Âge médian de la vérification",
        help="Une offre visible sur deux a été vérifiée plus récemment ; les dates inconnues sont laissées de côté.",
        group=SURE,
        measure=_verification_age,
        unit=Unit.DAYS,
        better=Direction.DOWN,
        public=True,
        order=31,
    )
)
register(
    Indicator(
        key="completude",
        label="Fiches complètes (note moyenne)",
        help="Note moyenne sur 100 : pour qui, où, combien, comment. Offres visibles, sans les appels.",
        group=SURE,
        measure=_completeness,
        public=True,
        order=32,
    )
)
