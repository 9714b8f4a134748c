"""A plan sent twice, or changed by two people, at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from connect.orientation.answers import Answers
from connect.orientation.models import Orientation, Plan
from connect.orientation.planning import services
from connect.orientation.planning.links import new_keys
from connect.orientation.planning.services import Chosen, Texts
from tests.offers.factories import OfferFactory
from tests.orientation.table.reading import judged

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def together(act: Callable[[int], object], times: int) -> list[object]:
    """Run the same act several times at once, each with its connection."""
    barrier, results = threading.Barrier(times), [None] * times

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=30)
            results[number] = act(number)
        except Exception as error:  # noqa: BLE001  # handed to the test, which looks at it
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return results


def test_a_double_click_makes_one_plan() -> None:
    offer, keys, judgement = OfferFactory(), new_keys(), judged(Answers())

    def make(_: int) -> bool:
        return services.make(keys, Texts(), [Chosen(offer)], judgement, days=30).is_new

    assert sorted(map(str, together(make, 4))) == ["False", "False", "False", "True"]
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

    results = together(change, 3)
    assert results.count("written") == 1
    assert sum(isinstance(one, services.PlanChangedMeanwhile) for one in results) == 2
    plan.refresh_from_db()
    assert plan.version == 2 and plan.note == f"mot {results.index('written')}"
    assert sorted(one.position for one in plan.steps.all()) == [1, 2, 3]
