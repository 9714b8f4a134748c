"""How the catalogue grows: a facet click at its real size and at 20,000 offers, beside a plain Django view.

Run it with `make bench`. Everything happens in a temporary database.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LARGE = 20_000
ROUNDS = 15
ADDRESSES = {
    "plain Django view": "/healthz",
    "catalogue, nothing asked": "/offres/",
    "facet click": "/offres/?phase=creation&structure=scop",
    "facet click by HTMX": "/offres/?phase=creation&structure=scop",
    "words and place": "/offres/?q=culture&lieu=44000",
    "page of an offer": "",
    "API list": "/api/v1/offers?limit=50",
    "orientation, page of results": "/orientation/resultats/?besoin=financer_demarrage&etape=projet&lieu=44000",
}


def _measured(get: Callable[[str], None]) -> dict[str, float]:
    """Median milliseconds of each address, the addresses taking turns."""
    times: dict[str, list[float]] = {name: [] for name in ADDRESSES}
    for name in ADDRESSES:
        get(name)
    for _ in range(ROUNDS):
        for name, seen in times.items():
            start = time.perf_counter()
            get(name)
            seen.append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(seen) for name, seen in times.items()}


def main() -> None:
    """Load the demonstration, measure, grow the catalogue, measure again, print both."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "connect.settings.testing"
        _run()


def _run() -> None:
    import django  # noqa: PLC0415  # the environment is set first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  # after django.setup()
    from django.test import Client  # noqa: PLC0415  # after django.setup()

    from bench import orientation  # noqa: PLC0415  # after django.setup()
    from bench.generator import grow_catalogue  # noqa: PLC0415  # after django.setup()
    from connect.offers.selectors import visible_to  # noqa: PLC0415  # after django.setup()

    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0, force=True)
    offer = visible_to(None).order_by("pk")[0].get_absolute_url()
    client = Client(SERVER_NAME="127.0.0.1")

    def get(name: str) -> None:
        headers = {"HX-Request": "true"} if "HTMX" in name else {}
        response = client.get(ADDRESSES[name] or offer, headers=headers)
        if response.status_code != 200:
            raise RuntimeError(f"{name} answered {response.status_code}")

    small_size = visible_to(None).count()
    small, few = _measured(get), orientation.measured(client)
    start = time.perf_counter()
    large_size = grow_catalogue(LARGE)
    grown = time.perf_counter() - start
    large, many = _measured(get), orientation.measured(client)
    _print(small, large, small_size, large_size)
    orientation.report(few, many)
    print(f"\n{large_size - small_size} offers generated and indexed in {grown:.0f} s")


def _print(small: dict[str, float], large: dict[str, float], few: int, many: int) -> None:
    plain_small, plain_large = small["plain Django view"], large["plain Django view"]
    print(f"{'':30}{few:>9} offers{many:>10} offers   growth   × plain view (small, large)")
    for name in ADDRESSES:
        growth = large[name] / small[name]
        print(
            f"{name:30}{small[name]:>13.1f} ms{large[name]:>13.1f} ms{growth:>8.2f} ×"
            f"{small[name] / plain_small:>10.0f}{large[name] / plain_large:>8.0f}"
        )


if __name__ == "__main__":
    main()
