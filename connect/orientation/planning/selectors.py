"""Reads of plans. A plan is found by the digest of one of its two secrets, and by nothing else."""

from django.db.models import Prefetch, QuerySet

from connect.common.clock import today
from connect.orientation.models import Plan, PlanStep
from connect.orientation.planning.links import digest


def visible_to(secret: str) -> QuerySet[Plan]:
    """The plan that this reading secret opens; being ended or withdrawn is for the page to say."""
    return _with_steps().filter(reading_digest=digest(secret))


def managed_by(secret: str) -> QuerySet[Plan]:
    """The plan that this managing secret opens."""
    return _with_steps().filter(managing_digest=digest(secret))


def _with_steps() -> QuerySet[Plan]:
    steps = PlanStep.objects.order_by("position", "pk")
    return Plan.objects.prefetch_related(Prefetch("steps", queryset=steps))


def is_over(plan: Plan) -> bool:
    """Whether its last day has passed in Paris; it is read until the end of that day."""
    return plan.expires_on < today()
