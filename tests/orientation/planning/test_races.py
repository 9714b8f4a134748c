"""A plan sent twice, or changed by two people, at the same moment."""

from functools import partial

import pytest

from connect.orientation.answers import Answers
from connect.orientation.models import Orientation, Plan
from connect.orientation.planning import services
from connect.orientation.planning.links import new_keys
from connect.orientation.planning.services import Chosen, Texts
from tests.harness.concurrency import together
from tests.offers.factories import OfferFactory
from tests.orientation.table.reading import judged

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_double_click_makes_one_plan() -> None:
    offer, keys, judgement = OfferFactory(), new_keys(), judged(Answers())

    def make(_: int) -> bool:
        return services.make(keys, Texts(), [Chosen(offer)], judgement, days=30).is_new

    made = together(*(partial(make, number) for number in range(4)))
    assert sorted(map(str, made)) == [
        "False",
        "False",
        "False",
        "True",
    ]
    assert (Plan.objects.count(), Orientation.objects.count()) == (1, 1)
    assert Plan.objects.get().steps.count() == 1


def test_two_changes_at_once_leave_one_and_tell_the_other() -> None:
    chosen = [Chosen(OfferFactory()) for _ in range(3)]
    plan = services.make(new_keys(), Texts(), chosen, judged(Answers()), days=30).plan
    steps = [(one.pk, "") for one in plan.steps.order_by("position")]

    def change(number: int) -> str:
        order = steps[number:] + steps[:number]
        services.change(plan, Texts(note=f"mot {number}"), order, version=1)
        return "written"

    results = together(*(partial(change, number) for number in range(3)))
    assert results.count("written") == 1
    assert sum(isinstance(one, services.PlanChangedMeanwhile) for one in results) == 2
    plan.refresh_from_db()
    assert plan.version == 2 and plan.note == f"mot {results.index('written')}"
    assert sorted(one.position for one in plan.steps.all()) == [1, 2, 3]
