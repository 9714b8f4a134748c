"""How orientation grows: milliseconds for each offer that the three lists return, beside the whole time."""

import json
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client

ROUNDS = 7
ADDRESS = "/api/v1/orientation"
ASKED: Mapping[str, dict[str, Any]] = {
    "everything skipped": {},
    "one need": {"needs": ["financer_investissement"]},
    "need, phase, kind, place, amount": {
        "needs": ["financer_demarrage"],
        "phase": "projet",
        "structure_type": "association_employeuse",
        "sectors": ["culture"],
        "postcode": "44000",
        "amount": 8000,
    },
}


@dataclass(frozen=True)
class Measure:
    """One question to the API: how long it took, in milliseconds, and how many offers came back."""

    milliseconds: float
    offers: int

    @property
    def each(self) -> float:
        """Microseconds for each offer returned."""
        return self.milliseconds * 1000 / max(1, self.offers)


def measured(client: Client) -> dict[str, Measure]:
    """Median of each question, the questions taking turns; all three lists are returned whole."""
    times: dict[str, list[float]] = {name: [] for name in ASKED}
    counts: dict[str, int] = {}
    for turn in range(ROUNDS + 1):
        for name, body in ASKED.items():
            start = time.perf_counter()
            answer = client.post(ADDRESS, json.dumps(body), content_type="application/json")
            took = (time.perf_counter() - start) * 1000
            counts[name] = sum(len(found) for found in answer.json().values())
            if turn:
                times[name].append(took)
    return {name: Measure(statistics.median(seen), counts[name]) for name, seen in times.items()}


def report(small: Mapping[str, Measure], large: Mapping[str, Measure]) -> None:
    """Print both sizes and the growth of the time for each offer; the bar is 3."""
    print(f"\n{'orientation, three lists':34}{'small':>24}{'large':>26}   each, growth")
    for name in ASKED:
        few, many = small[name], large[name]
        print(
            f"{name:34}{few.milliseconds:>9.1f} ms {few.offers:>5} offers"
            f"{many.milliseconds:>11.1f} ms {many.offers:>6} offers{many.each / few.each:>10.2f} ×"
        )
