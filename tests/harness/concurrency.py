"""Acts that begin at the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

SECONDS = 120


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts at once; what each gave, or the exception that it raised, in their order.

    Args:
        acts: called without arguments, each in its thread.
    """
    barrier = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            barrier.wait(timeout=30)
            outcomes[place] = acts[place]()
        except Exception as error:  # noqa: BLE001  # handed to the test, which looks at it
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
        assert not thread.is_alive(), "an act never ended"
    return outcomes
