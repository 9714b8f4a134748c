"""Plans made, changed, prolonged, given a new link, withdrawn and purged."""

import datetime

import pytest
from django.utils import timezone

from connect.offers.models import Offer
from connect.orientation.answers import Answers
from connect.orientation.models import Orientation, Plan
from connect.orientation.planning import selectors, services
from connect.orientation.planning.links import Keys, digest, new_keys, opened, sealed
from connect.orientation.planning.services import Chosen, PlanRefused, Texts
from connect.orientation.tasks import purge_plans
from tests.offers.factories import OfferFactory
from tests.orientation.factories import PlanFactory, PlanStepFactory
from tests.orientation.table.reading import judged
from tests.taxonomy.factories import PhaseFactory

pytestmark = pytest.mark.django_db
TEXTS = Texts("Accueil de quartier", "Un mot.", "Appeler.\nÉcrire.")


def made(*offers: Offer, keys: Keys | None = None, answers: Answers | None = None) -> services.Made:
    steps = [Chosen(one, f"note de {one.title}") for one in offers]
    return services.make(keys or new_keys(), TEXTS, steps, judged(answers or Answers()), days=90)


def test_a_plan_keeps_its_offers_in_order_their_reasons_and_their_facts() -> None:
    phase = PhaseFactory(code="idee", label="Idée")
    first = OfferFactory(title="Un", phases=[phase], amount_max=100)
    call = OfferFactory(title="Deux", open_call=True)
    keys = new_keys()
    plan = made(call, first, keys=keys, answers=Answers(phase="idee")).plan
    steps = list(plan.steps.order_by("position"))
    assert [(one.position, one.offer, one.note) for one in steps] == [
        (1, call, "note de Deux"),
        (2, first, "note de Un"),
    ]
    assert [one["verdict"] for one in steps[0].reasons] == ["to_check"], "no frozen calendar"
    assert steps[0].reasons[0]["ask"]
    assert [one["verdict"] for one in steps[1].reasons] == ["eligible"]
    assert (steps[1].facts["title"], steps[1].facts["amount_max"]) == ("Un", 100)
    assert plan.answers == {"etape": ["idee"]}
    assert plan.expires_on == timezone.localdate() + datetime.timedelta(days=90)
    kept = Orientation.objects.get()
    assert kept.source == Orientation.Source.FOR_SOMEONE
    assert kept.nonce == keys.visit != plan.nonce


def test_only_digests_of_the_secrets_are_kept() -> None:
    keys = new_keys()
    plan = made(OfferFactory(), keys=keys).plan
    row = Plan.objects.filter(pk=plan.pk).values().get()
    assert not {keys.reading, keys.managing} & {str(value) for value in row.values()}
    assert len(keys.reading) >= 43 and keys.reading != keys.managing
    assert selectors.visible_to(keys.reading).get() == plan
    assert selectors.managed_by(keys.managing).get() == plan
    # Neither secret does the work of the other, nor does what the table holds.
    for secret in (keys.managing, digest(keys.reading), "", plan.nonce, "é" * 43):
        assert not selectors.visible_to(secret).exists()
    for secret in (keys.reading, digest(keys.managing), ""):
        assert not selectors.managed_by(secret).exists()


def test_keys_travel_sealed() -> None:
    keys = new_keys()
    assert opened(sealed(keys)) == keys
    for forged in ("", "x", sealed(keys)[:-1], sealed(keys) + "x", "[1,2,3,4]:a:b"):
        assert opened(forged) is None


def test_the_same_keys_make_one_plan() -> None:
    keys, offer = new_keys(), OfferFactory()
    first, second = made(offer, keys=keys), made(offer, keys=keys)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.plan == second.plan
    assert (Plan.objects.count(), Orientation.objects.count()) == (1, 1)


def test_what_cannot_be_a_plan_is_refused() -> None:
    offers = [OfferFactory() for _ in range(9)]
    judgement = judged(Answers())
    for chosen, days in (([], 90), (offers, 90), (offers[:1] * 2, 90), (offers[:1], 31)):
        with pytest.raises(PlanRefused):
            services.make(new_keys(), TEXTS, [Chosen(one) for one in chosen], judgement, days=days)
    assert not Plan.objects.exists()
    assert made(*offers[:8]).plan.steps.count() == 8


def test_a_change_writes_everything_and_counts_a_version() -> None:
    plan = made(*[OfferFactory(title=one) for one in "abc"]).plan
    a, b, c = plan.steps.order_by("position")
    services.change(plan, Texts("Elle", "Autre mot."), [(c.pk, "d’abord"), (a.pk, "")], version=1)
    plan.refresh_from_db()
    assert (plan.made_by, plan.note, plan.next_steps, plan.version) == ("Elle", "Autre mot.", "", 2)
    kept = [(one.position, one.facts["title"], one.note) for one in plan.steps.all()]
    assert sorted(kept) == [(1, "c", "d’abord"), (2, "a", "")]


def test_of_two_people_the_second_is_told_and_nothing_is_lost() -> None:
    plan = made(OfferFactory(), OfferFactory()).plan
    steps = [(one.pk, one.note) for one in plan.steps.all()]
    services.change(plan, Texts(note="le premier"), steps, version=1)
    with pytest.raises(services.PlanChangedMeanwhile):
        services.change(plan, Texts(note="le second"), steps[:1], version=1)
    plan.refresh_from_db()
    assert (plan.note, plan.steps.count()) == ("le premier", 2)


def test_a_change_touches_no_other_plan() -> None:
    plan, other = made(OfferFactory()).plan, made(OfferFactory()).plan
    stranger = other.steps.get()
    for steps in ([], [(stranger.pk, "")], [(plan.steps.get().pk, "")] * 2):
        with pytest.raises(PlanRefused):
            services.change(plan, TEXTS, steps, version=1)
    assert other.steps.get().note == stranger.note


def test_a_plan_is_prolonged_and_never_shortened() -> None:
    today = timezone.localdate()
    plan = PlanFactory(expires_on=today - datetime.timedelta(days=3))
    assert services.prolong(plan, 30) == today + datetime.timedelta(days=30)
    services.prolong(plan, 180)
    assert services.prolong(plan, 30) == today + datetime.timedelta(days=180)
    with pytest.raises(PlanRefused):
        services.prolong(plan, 3650)
    gone = PlanFactory(revoked=True, expires_on=today)
    assert services.prolong(gone, 90) == today


def test_a_new_link_replaces_the_former() -> None:
    plan = PlanFactory(reading="ancien")
    secret = services.renew_link(plan)
    assert not selectors.visible_to("ancien").exists()
    assert selectors.visible_to(secret).get() == plan


def test_a_plan_withdrawn_twice_keeps_its_first_hour() -> None:
    plan = PlanFactory()
    services.revoke(plan)
    plan.refresh_from_db()
    first = plan.revoked_at
    services.revoke(plan)
    plan.refresh_from_db()
    assert first is not None and plan.revoked_at == first


def test_the_last_day_is_whole_in_paris(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = PlanFactory(expires_on=datetime.date(2026, 11, 30))
    for text, over in (("2026-11-30T22:59:59", False), ("2026-11-30T23:00:00", True)):
        hour = datetime.datetime.fromisoformat(f"{text}+00:00")
        monkeypatch.setattr(timezone, "now", lambda hour=hour: hour)
        assert selectors.is_over(plan) is over, text


def test_the_purge_deletes_a_month_after_the_end_with_the_steps() -> None:
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    kept = [
        PlanFactory(),
        PlanFactory(expires_on=today - 30 * day),
        PlanFactory(revoked_at=timezone.now() - 29 * day),
    ]
    for gone in (
        PlanFactory(expires_on=today - 31 * day),
        PlanFactory(revoked_at=timezone.now() - 31 * day),
    ):
        PlanStepFactory(plan=gone)
    purge_plans()
    assert list(Plan.objects.order_by("pk")) == kept
    assert Offer.objects.count() == 2, "offers stay"
    assert services.purge() == 0


def test_a_deleted_offer_leaves_its_step() -> None:
    step = PlanStepFactory()
    Offer.objects.filter(pk=step.offer_id).delete()
    step.refresh_from_db()
    assert step.offer is None and step.facts["title"]
