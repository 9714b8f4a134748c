"""« Mes fiches »: the sheets of a person's structures, each with what it says, what it lacks, what waits."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse

from connect.common.clock import today
from connect.common.french import day_long, number, plural
from connect.contributions.enums import State, Subject
from connect.contributions.models import Proposal
from connect.contributions.selectors import held_by, under_way
from connect.contributions.sheets.wording import listed
from connect.offers.enums import HiddenMotive, Kind, Status
from connect.offers.models import Offer
from connect.offers.quality.completeness import completeness
from connect.offers.quality.snapshot import Snapshot, read_snapshots
from connect.orientation.enums import Criterion
from connect.orientation.models import NearMiss
from connect.structures.models import Structure
from connect.visits.models import VisitCount

# More lines than this in a group, and it is folded.
MOST_UNFOLDED = 8
NEAR = "presque"


@dataclass(frozen=True)
class Visits:
    """How often a page was read: since the first of this month, during the one before, over twelve months."""

    month: int = 0
    previous: int = 0
    year: int = 0


@dataclass(frozen=True)
class Facts:
    """What is counted about the sheets of a person, read in one statement.

    Attributes:
        visits: by subject and key.
        near: orientations that missed an offer by one criterion, by offer.
    """

    visits: Mapping[tuple[str, int], Visits]
    near: Mapping[int, list[tuple[str, int]]]


def read_facts(offers: Collection[int], structures: Collection[int]) -> Facts:
    """Visits and near misses of these sheets over twelve months."""
    month = today().replace(day=1)
    previous = (month - datetime.timedelta(days=1)).replace(day=1)
    year = month.replace(year=month.year - 1)
    counted = Q(subject=VisitCount.Subject.OFFER, object_id__in=offers) | Q(
        subject=VisitCount.Subject.STRUCTURE, object_id__in=structures
    )
    visits = (
        VisitCount.objects.filter(counted, day__gte=year)
        .order_by()
        .values_list(F("subject"), F("object_id"))
        .annotate(
            of_month=_sum(Q(day__gte=month)),
            of_previous=_sum(Q(day__gte=previous, day__lt=month)),
            of_year=_sum(Q()),
            what=Value("visites", output_field=CharField()),
        )
    )
    near = (
        NearMiss.objects.filter(offer_id__in=offers, month__gte=year)
        .order_by()
        .values_list(F("criterion"), F("offer_id"))
        .annotate(
            of_month=_sum(Q(pk__in=())),
            of_previous=_sum(Q(pk__in=())),
            of_year=_sum(Q()),
            what=Value(NEAR, output_field=CharField()),
        )
    )
    found: dict[tuple[str, int], Visits] = {}
    missed: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for about, pk, of_month, of_previous, of_year, what in visits.union(near, all=True):
        if what == NEAR:
            missed[pk].append((about, of_year))
        else:
            found[about, pk] = Visits(of_month, of_previous, of_year)
    return Facts(found, missed)


def _sum(condition: Q) -> Any:
    return Coalesce(Sum("count", filter=condition), 0, output_field=IntegerField())


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sheet on the page.

    Attributes:
        title: what it is called.
        nature: such as « Appel à projets ».
        status: how it stands, in plain words.
        tone: `good`, `calm` or `off`: how the status is drawn.
        public_url: where the public reads it; empty when it does not.
        edit_url: where it is written.
        history_url: who changed what; empty before it exists.
        score: how complete it is, from 0 to 100; `None` when that is not measured.
        missing: what it lacks, what weighs most first.
        verified_on: when somebody last said that it was true.
        visits: how often it was read.
        near: who almost found it, in one sentence.
        proposal: what is under way, the person's own before another's.
        is_mine: whether that proposal is the person's.
        nothing: whether the sheet does not exist yet.
    """

    title: str
    nature: str
    status: str = ""
    tone: str = "calm"
    public_url: str = ""
    edit_url: str
    history_url: str = ""
    score: int | None = None
    missing: tuple[str, ...] = ()
    verified_on: datetime.date | None = None
    visits: Visits | None = None
    near: str = ""
    proposal: Proposal | None = None
    is_mine: bool = False
    nothing: bool = False

    @property
    def action(self) -> tuple[str, str]:
        """The one thing to do: what the button says and where it leads."""
        if self.proposal is None or (not self.is_mine):
            return ("Modifier", self.edit_url)
        if self.proposal.state == State.RETURNED:
            return ("Reprendre", self.edit_url)
        if self.proposal.state == State.SUBMITTED:
            return ("Voir la proposition", reverse("my-proposal", args=[self.proposal.pk]))
        return ("Continuer", self.edit_url)

    @property
    def lacks(self) -> str:
        """The first things it lacks, in a sentence."""
        more = len(self.missing) - 3
        if more > 0:
            return (
                f"{', '.join(self.missing[:3])} et {plural(more, 'autre chose', 'autres choses')}"
            )
        return listed(self.missing)


@dataclass(frozen=True)
class Group:
    """Lines of one sort."""

    title: str
    lines: list[Line]
    folded: bool


@dataclass
class Card:
    """One structure with its sheets."""

    structure: Structure
    sheet: Line
    lines: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))

    @property
    def groups(self) -> list[Group]:
        """The lines by sort; what is over is folded, and so is what is long."""
        return [
            Group(title, rows, folded=key == "over" or len(rows) > MOST_UNFOLDED)
            for key, title in GROUPS
            if (rows := self.lines.get(key, []))
        ]

    def new_url(self, kind: str) -> str:
        """Where a new offer of a nature is begun."""
        return f"{reverse('my-new-offer')}?structure={self.structure.reference}&nature={kind}"

    @property
    def new_call_url(self) -> str:
        """Where a call is begun."""
        return self.new_url(Kind.CALL)

    @property
    def new_offer_url(self) -> str:
        """Where the nature of a new offer is asked."""
        return f"{reverse('my-new-offer')}?structure={self.structure.reference}"

    @property
    def year_url(self) -> str:
        """The year of the structure as a PDF, once that exists."""
        try:
            return reverse("structure-year", args=[self.structure.reference, today().year])
        except NoReverseMatch:
            return ""


GROUPS = (
    ("new", "En préparation"),
    (Kind.CALL.value, "Appels à projets"),
    (Kind.FUNDING.value, "Financements"),
    (Kind.ACCOMPANIMENT.value, "Accompagnements"),
    ("over", "Appels clos, offres masquées ou archivées"),
)


class Board:
    """The page of a person; eight statements whatever it holds."""

    def __init__(self, user: Any, asked: str = "") -> None:
        """Read it.

        Args:
            user: the person.
            asked: reference of one structure to show alone; empty for all those the person is a member of.
        """
        self.user = user
        self.structures = list(held_by(user).select_related("commune"))
        chosen = [one for one in self.structures if one.reference == asked.upper()]
        self.alone = chosen[0] if chosen else None
        self.shown = chosen or [one for one in self.structures if one.is_mine]  # type: ignore[attr-defined]  # annotated
        pks = [one.pk for one in self.shown]
        self.snapshots = read_snapshots(Offer.objects.filter(structure_id__in=pks))
        self.proposals = list(under_way(user, Structure.objects.filter(pk__in=pks)))
        self.facts = read_facts([one.pk for one in self.snapshots], pks)

    @property
    def animated(self) -> list[Structure]:
        """Structures of the person's networks, of which they are no member."""
        return [one for one in self.structures if not one.is_mine]  # type: ignore[attr-defined]  # annotated

    @cached_property
    def returned(self) -> list[Proposal]:
        """What the chamber returned to the person, the most recent first."""
        return [one for one in self._mine() if one.state == State.RETURNED]

    def _mine(self) -> Iterable[Proposal]:
        return (one for one in self.proposals if one.author_id == self.user.pk)

    @cached_property
    def cards(self) -> list[Card]:
        """The structures with their sheets."""
        cards = {one.pk: Card(one, self._sheet(one)) for one in self.shown}
        for proposal in self._mine():
            if proposal.is_new and proposal.offer_id is None and proposal.structure_id in cards:
                cards[proposal.structure_id].lines["new"].append(_begun(proposal))
        for snapshot in sorted(self.snapshots, key=lambda one: (one.title, one.reference)):
            cards[snapshot.structure_id].lines[_sort_of(snapshot)].append(self._offer(snapshot))
        return list(cards.values())

    def _about(self, *, offer: int = 0, structure: int = 0) -> tuple[Proposal | None, bool]:
        """What is under way about a sheet, and whether it is the person's."""
        rows = [
            one
            for one in self.proposals
            if (one.offer_id == offer if offer else one.structure_id == structure)
            and (one.subject == Subject.STRUCTURE) == (not offer)
        ]
        rows.sort(key=lambda one: one.author_id != self.user.pk)
        return (rows[0], rows[0].author_id == self.user.pk) if rows else (None, False)

    def _sheet(self, structure: Structure) -> Line:
        proposal, is_mine = self._about(structure=structure.pk)
        visible = structure.is_public
        visits = self.facts.visits.get((VisitCount.Subject.STRUCTURE, structure.pk), Visits())
        return Line(
            title=structure.name,
            nature="Fiche de la structure",
            status="Visible du public" if visible else "Le public ne la voit pas",
            tone="good" if visible else "off",
            public_url=structure.get_absolute_url() if visible else "",
            edit_url=reverse("my-structure-edit", args=[structure.reference]),
            history_url=reverse("my-structure-history", args=[structure.reference]),
            missing=tuple(_lacks(structure)),
            verified_on=structure.verified_on,
            visits=visits,
            proposal=proposal,
            is_mine=is_mine,
        )

    def _offer(self, snapshot: Snapshot) -> Line:
        proposal, is_mine = self._about(offer=snapshot.pk)
        status, tone = status_of(snapshot)
        complete = completeness(snapshot)
        visible = snapshot.status == Status.VISIBLE and snapshot.is_public
        return Line(
            title=snapshot.title,
            nature=str(Kind(snapshot.kind).label),
            status=status,
            tone=tone,
            public_url=reverse("offer-short", args=[snapshot.reference]) if visible else "",
            edit_url=reverse("my-offer-edit", args=[snapshot.reference]),
            history_url=reverse("my-offer-history", args=[snapshot.reference]),
            score=complete.score,
            missing=tuple(label for _, label in complete.missing),
            verified_on=snapshot.verified_on,
            visits=self.facts.visits.get((VisitCount.Subject.OFFER, snapshot.pk), Visits()),
            near=near_of(self.facts.near.get(snapshot.pk, [])),
            proposal=proposal,
            is_mine=is_mine,
        )


def _begun(proposal: Proposal) -> Line:
    return Line(
        title=proposal.title,
        nature=proposal.get_subject_display(),
        edit_url=reverse("my-proposal", args=[proposal.pk]),
        proposal=proposal,
        is_mine=True,
        nothing=True,
    )


def _lacks(structure: Structure) -> Iterable[str]:
    if not structure.description.strip():
        yield "une présentation"
    if not (structure.email or structure.phone):
        yield "un courriel ou un téléphone"
    if not structure.website:
        yield "un site internet"
    if not (structure.commune_id or structure.commune_name):
        yield "la commune du siège"
    if not structure.roles:
        yield "ce que vous faites"


def _sort_of(snapshot: Snapshot) -> str:
    if snapshot.status in {Status.HIDDEN, Status.ARCHIVED} or _is_closed(snapshot):
        return "over"
    return snapshot.kind


def _is_closed(snapshot: Snapshot) -> bool:
    return snapshot.closes_on is not None and snapshot.closes_on < today()


def status_of(snapshot: Snapshot) -> tuple[str, str]:
    """How an offer stands, in plain words, and its tone."""
    if snapshot.status == Status.VISIBLE and not snapshot.is_public:
        return "La structure n’est pas visible\u00a0: le public ne voit pas cette offre", "off"
    if snapshot.status == Status.VISIBLE:
        if _is_closed(snapshot) and snapshot.closes_on:
            return f"Clos depuis le {day_long(snapshot.closes_on)}", "off"
        if snapshot.opens_on and snapshot.opens_on > today():
            return f"Visible du public, ouvre le {day_long(snapshot.opens_on)}", "good"
        if snapshot.closes_on:
            return f"Visible du public, jusqu’au {day_long(snapshot.closes_on)}", "good"
        return "Visible du public", "good"
    if snapshot.status == Status.HIDDEN:
        motive = dict(HiddenMotive.choices).get(snapshot.hidden_motive, "")
        return f"Masquée par la CRESS\u00a0: {str(motive).lower()}" if motive else "Masquée", "off"
    words = {
        Status.DRAFT.value: "Brouillon\u00a0: le public ne la voit pas",
        Status.TO_VALIDATE.value: "Attend d’être relue par la CRESS",
        Status.ARCHIVED.value: "Archivée\u00a0: le public ne la voit plus",
    }
    return words[snapshot.status], "off" if snapshot.status == Status.ARCHIVED else "calm"


def near_of(missed: list[tuple[str, int]]) -> str:
    """« 12 personnes l’ont presque trouvée… », by criterion, the most frequent first."""
    rows = sorted((pair for pair in missed if pair[1]), key=lambda pair: (-pair[1], pair[0]))
    if not rows:
        return ""
    total = sum(count for _, count in rows)
    parts = [
        f"{number(count)} pour «\u00a0{Criterion(code).label.lower()}\u00a0»"
        for code, count in rows
    ]
    who = (
        "1 orientation l’a manquée" if total == 1 else f"{number(total)} orientations l’ont manquée"
    )
    return f"{who} par un seul critère en douze mois\u00a0: {listed(parts)}."
