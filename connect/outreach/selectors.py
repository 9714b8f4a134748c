"""Reads of the campaigns: where each structure stands, in one statement."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from connect.outreach.enums import CallOutcome, Progress, ReplyVerb
from connect.outreach.models import Campaign, PhoneCall, Reply, Target


@dataclass(frozen=True)
class Counts:
    """How many structures, or addresses, stand where.

    Attributes:
        by_progress: a number for each `Progress` code that has some.
        mails: how many mails their receivers make, those excluded left out.
    """

    by_progress: dict[str, int]
    mails: int = 0

    def of(self, *progress: Progress) -> int:
        """How many stand in these."""
        return sum(self.by_progress.get(one.value, 0) for one in progress)

    @property
    def asked(self) -> int:
        """Those that are written to, or will be."""
        return self.total - self.of(Progress.EXCLUDED, Progress.NO_ADDRESS)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_progress.values())

    @property
    def sent(self) -> int:
        """Those whose mail left."""
        return self.of(Progress.SILENT, Progress.CONFIRMED, Progress.TO_CORRECT)

    @property
    def confirmed(self) -> int:
        """Those that said everything they answered is right."""
        return self.of(Progress.CONFIRMED)

    @property
    def to_correct(self) -> int:
        """Those that asked for a correction."""
        return self.of(Progress.TO_CORRECT)

    @property
    def silent(self) -> int:
        """Those that said nothing yet."""
        return self.of(Progress.SILENT)

    @property
    def no_address(self) -> int:
        """Those that nobody can be written for."""
        return self.of(Progress.NO_ADDRESS)


def _progress() -> Case:
    wrong = (ReplyVerb.CORRECT, ReplyVerb.GONE)
    corrected = Exists(Reply.objects.filter(target=OuterRef("pk"), verb__in=wrong))
    called = PhoneCall.objects.filter(target=OuterRef("pk"))
    right = Exists(called.filter(outcome=CallOutcome.EXACT))
    return Case(
        When(excluded_at__isnull=False, then=Value(Progress.EXCLUDED.value)),
        When(corrected, then=Value(Progress.TO_CORRECT.value)),
        When(Q(answered_at__isnull=False) | right, then=Value(Progress.CONFIRMED.value)),
        When(Exists(called), then=Value(Progress.TO_CORRECT.value)),
        When(recipient="", then=Value(Progress.NO_ADDRESS.value)),
        When(~Q(undelivered=""), then=Value(Progress.UNDELIVERED.value)),
        When(sent_at__isnull=False, then=Value(Progress.SILENT.value)),
        When(handed_at__isnull=False, then=Value(Progress.HANDED.value)),
        default=Value(Progress.WAITING.value),
        output_field=CharField(),
    )


def with_progress(targets: QuerySet[Target]) -> QuerySet[Any]:
    """Targets with `progress`, a code of `Progress`."""
    return targets.annotate(progress=_progress())


def counts_of(campaigns: Collection[Campaign]) -> dict[int, Counts]:
    """Where the structures of campaigns stand, by key of campaign; two statements whatever their number."""
    keys = [one.pk for one in campaigns]
    rows = with_progress(Target.objects.filter(campaign__in=keys)).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, progress, count in rows.values_list("campaign_id", "progress").annotate(n=Count("pk")):
        found[pk][progress] = count
    written = Target.objects.filter(campaign__in=keys, excluded_at__isnull=True).exclude(
        recipient=""
    )
    mails = dict(
        written.order_by().values_list("campaign_id").annotate(n=Count("recipient", distinct=True))
    )
    return {pk: Counts(found[pk], mails.get(pk, 0)) for pk in keys}


def targets_of(campaign: Campaign, progress: str = "") -> QuerySet[Any]:
    """The targets of a campaign by name, with what a list shows; those that stand somewhere only, when asked."""
    rows = with_progress(campaign.targets.select_related("structure", "prospect__commune", "user"))
    if progress in Progress.values:
        rows = rows.filter(progress=progress)
    return rows.order_by("structure__name", "prospect__name", "pk")
