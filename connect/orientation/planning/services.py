"""Makes, changes, prolongs, gives a new link to, withdraws and purges plans."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from connect.common.clock import today
from connect.offers.models import Offer
from connect.orientation import recording
from connect.orientation.enums import Criterion
from connect.orientation.judging.judgement import Judgement
from connect.orientation.judging.reasons import reasons_of
from connect.orientation.models import Orientation, Plan, PlanStep
from connect.orientation.planning.facts import facts_of
from connect.orientation.planning.links import Keys, digest, new_secret

MOST_OFFERS = 8
VALIDITIES = (30, 90, 180)
# A plan that nobody may read any more is kept this many days, so that its maker may still prolong it.
KEPT_DAYS = 30


class PlanRefused(ValueError):
    """A plan that cannot be made or changed as asked; the text is for people."""


class PlanChangedMeanwhile(PlanRefused):
    """Somebody changed the plan since the form was shown."""


@dataclass(frozen=True)
class Texts:
    """What the person who makes a plan writes in it."""

    made_by: str = ""
    note: str = ""
    next_steps: str = ""


@dataclass(frozen=True)
class Chosen:
    """An offer of a plan to be made, with the note written for it."""

    offer: Offer
    note: str = ""


@dataclass(frozen=True)
class Made:
    """The outcome of a form sent: the plan, and whether this sending made it."""

    plan: Plan
    is_new: bool


def make(
    keys: Keys,
    texts: Texts,
    chosen: Sequence[Chosen],
    judgement: Judgement,
    *,
    days: int,
    author: AbstractBaseUser | AnonymousUser | None = None,
) -> Made:
    """Make a plan; the same keys sent again find the plan they made.

    Args:
        keys: what the form carried.
        texts: what was written.
        chosen: one to eight visible offers in order, read with their structure.
        judgement: the answers and what they found, for the reasons and the record.
        days: how long it can be read, one of `VALIDITIES`.
        author: who is signed in, if anybody.

    Raises:
        PlanRefused: without an offer, with too many, with one twice, or for another validity.
    """
    _check([one.offer.pk for one in chosen], days)
    try:
        with transaction.atomic():
            plan = _create(keys, texts, days, judgement, author)
            PlanStep.objects.bulk_create(
                _step(plan, position, one, judgement) for position, one in enumerate(chosen, 1)
            )
            recording.record(judgement, nonce=keys.visit, source=Orientation.Source.FOR_SOMEONE)
    except IntegrityError:
        # The same form sent twice: the other sending was first.
        found = Plan.objects.filter(nonce=keys.nonce).order_by("pk").first()
        if found is None:
            raise
        return Made(found, False)
    return Made(plan, True)


def _check(offers: Sequence[int], days: int) -> None:
    if not offers:
        raise PlanRefused("Choisissez au moins une offre.")
    if len(offers) > MOST_OFFERS:
        raise PlanRefused(f"Un plan tient en {MOST_OFFERS} offres au plus.")
    if len(set(offers)) < len(offers):
        raise PlanRefused("Une offre ne peut pas être deux fois dans le plan.")
    if days not in VALIDITIES:
        raise PlanRefused("Choisissez une durée proposée.")


def _create(
    keys: Keys,
    texts: Texts,
    days: int,
    judgement: Judgement,
    author: AbstractBaseUser | AnonymousUser | None,
) -> Plan:
    kept: dict[str, list[str]] = {}
    for name, value in judgement.answers.pairs():
        kept.setdefault(name, []).append(value)
    return Plan.objects.create(
        nonce=keys.nonce,
        reading_digest=digest(keys.reading),
        managing_digest=digest(keys.managing),
        made_by=texts.made_by,
        note=texts.note,
        next_steps=texts.next_steps,
        answers=kept,
        author_id=author.pk if author is not None and author.is_authenticated else None,
        expires_on=today() + datetime.timedelta(days=days),
    )


def _step(plan: Plan, position: int, chosen: Chosen, judgement: Judgement) -> PlanStep:
    pk = chosen.offer.pk
    known = pk in judgement.index.entries
    # The calendar is read on the day the plan is opened: « 16 jours » would not stay true.
    reasons = [
        one
        for one in (reasons_of(judgement, pk) if known else ())
        if one.criterion != Criterion.DEADLINE
    ]
    return PlanStep(
        plan=plan,
        position=position,
        offer=chosen.offer,
        note=chosen.note,
        reasons=[
            {"verdict": one.verdict.value, "text": one.text, "ask": one.ask} for one in reasons
        ],
        facts=facts_of(chosen.offer),
    )


@transaction.atomic
def change(plan: Plan, texts: Texts, steps: Sequence[tuple[int, str]], *, version: int) -> None:
    """Write the texts of a plan, the order of its steps and their notes; steps left out are removed.

    Args:
        plan: the plan, as its form was shown.
        texts: what is written now.
        steps: key of each step kept and its note, in order.
        version: the version that the form was made from.

    Raises:
        PlanChangedMeanwhile: when another change came between; nothing is written.
        PlanRefused: when no step is left, or one is not of this plan.
    """
    kept = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if kept.version != version:
        raise PlanChangedMeanwhile("Ce plan a été modifié pendant que vous écriviez.")
    found = {one.pk: one for one in kept.steps.all()}
    wanted = [pk for pk, _ in steps]
    if not wanted:
        raise PlanRefused("Gardez au moins une offre, ou retirez le plan.")
    if len(set(wanted)) < len(wanted) or not set(wanted) <= set(found):
        raise PlanRefused("Cette offre n’est pas dans le plan.")
    kept.steps.exclude(pk__in=wanted).delete()
    # Places are unique in a plan: the steps first leave those that others are about to take.
    kept.steps.update(position=F("position") + 1000)
    for position, (pk, note) in enumerate(steps, 1):
        found[pk].position, found[pk].note = position, note
    PlanStep.objects.bulk_update([found[pk] for pk in wanted], ["position", "note"])
    kept.made_by, kept.note, kept.next_steps = texts.made_by, texts.note, texts.next_steps
    kept.version, kept.changed_at = version + 1, timezone.now()
    kept.save()


def prolong(plan: Plan, days: int) -> datetime.date:
    """Let a plan be read for some days from today, even when its day had passed; never shortens it.

    Args:
        plan: a plan that was not withdrawn.
        days: one of `VALIDITIES`.

    Raises:
        PlanRefused: for another validity.
    """
    if days not in VALIDITIES:
        raise PlanRefused("Choisissez une durée proposée.")
    until = today() + datetime.timedelta(days=days)
    standing = Plan.objects.filter(pk=plan.pk, revoked_at__isnull=True)
    standing.filter(expires_on__lt=until).update(expires_on=until, changed_at=timezone.now())
    plan.refresh_from_db(fields=["expires_on"])
    return plan.expires_on


def renew_link(plan: Plan) -> str:
    """Give a plan a new reading link; the former one leads nowhere from now on.

    Returns:
        The new secret, which nobody can find again.
    """
    secret = new_secret()
    Plan.objects.filter(pk=plan.pk).update(reading_digest=digest(secret), changed_at=timezone.now())
    return secret


def revoke(plan: Plan) -> None:
    """Withdraw a plan: its links say so from now on; withdrawn twice, it keeps its first hour."""
    Plan.objects.filter(pk=plan.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def purge() -> int:
    """Delete the plans that ended or were withdrawn more than `KEPT_DAYS` days ago.

    Returns:
        How many plans were deleted.
    """
    limit = today() - datetime.timedelta(days=KEPT_DAYS)
    hour = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    ended = Plan.objects.filter(Q(expires_on__lt=limit) | Q(revoked_at__lt=hour))
    _, deleted = ended.delete()
    return deleted.get(Plan._meta.label, 0)
