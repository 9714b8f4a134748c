"""`python -m bench.coedit`: every measure of texts written at several hands, in one run."""

import argparse
import asyncio
import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from bench.coedit import scenes, systems
from bench.coedit.dialects import Hocuspocus, Ours
from bench.coedit.figures import line, median, percentile, ratio
from bench.coedit.pens import Door
from bench.coedit.systems import Server

DOCUMENTS, WRITERS, RATE, READERS, PAGES = 20, 5, 200.0, 100, 80
COUNT, WORK = "acknowledged a second", "µs of processor for each"
COMPARED = ("team p50", "team p95", "team acknowledged p50", "crowd p50", COUNT, WORK)
SHORT = ("team p50", "team p95", "crowd p50", COUNT)
Results = dict[str, dict[str, list[float]]]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.coedit")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds (3)")
    parser.add_argument("--seconds", type=float, default=8, help="length of each scene (8)")
    parser.add_argument("--without-hocuspocus", action="store_true")
    parser.add_argument("--without-browser", action="store_true")
    return parser.parse_args()


def our_doors(told: Mapping[str, Any], ports: list[int]) -> scenes.Doors:
    """Where pages enter the product: each with a session of its own, one process after the other."""
    dialect = Ours()

    def door(document: int, page: int) -> Door:
        port = ports[page % len(ports)]
        session = told["sessions"][(document * WRITERS + page) % len(told["sessions"])]
        path = told["flood"][document]["path"]
        cookie = (("Cookie", f"{told['cookie']}={session}"),)
        return Door(
            f"ws://127.0.0.1:{port}{path}", dialect, path, cookie, f"http://127.0.0.1:{port}"
        )

    return door


def their_doors(port: int, turn: str) -> scenes.Doors:
    """Where pages enter hocuspocus; other documents at each turn."""

    def door(document: int, page: int) -> Door:
        name = f"bench-{turn}-{document}"
        return Door(f"ws://127.0.0.1:{port}/", Hocuspocus(name), name)

    return door


def _our_doors_of(told: Mapping[str, Any], ports: list[int], scene: str) -> scenes.Doors:
    # The same documents at each scene: their texts grow, as they do in use.
    return our_doors(told, ports)


def _their_doors_of(port: int, turn: int, scene: str) -> scenes.Doors:
    return their_doors(port, f"{turn}-{scene}")


async def _scenes(
    doors: Callable[[str], scenes.Doors], servers: list[Server], seconds: float
) -> dict[str, float]:
    """Every scene once against one system; milliseconds, but what is counted."""

    def worked() -> float:
        return sum(server.worked() for server in servers)

    team = await scenes.team(doors("team"), DOCUMENTS, WRITERS, RATE, seconds)
    crowd = await scenes.crowd(doors("crowd"), READERS, 5, seconds)
    flood = await scenes.flood(doors("flood"), PAGES, seconds, worked)
    return {
        "team p50": median(team.clock.relayed) * 1000,
        "team p95": percentile(team.clock.relayed, 0.95) * 1000,
        "team lost": team.expected - team.delivered,
        "team acknowledged p50": median(team.clock.acknowledged) * 1000,
        "team acknowledged p95": percentile(team.clock.acknowledged, 0.95) * 1000,
        "team unacknowledged": team.sent - team.acknowledged,
        "crowd p50": median(crowd.clock.relayed) * 1000,
        "crowd p95": percentile(crowd.clock.relayed, 0.95) * 1000,
        "crowd lost": crowd.expected - crowd.delivered,
        COUNT: flood.a_second,
        WORK: flood.work,
    }


def _noted(results: Results, system: str, found: Mapping[str, float]) -> None:
    for name, value in found.items():
        results.setdefault(system, {}).setdefault(name, []).append(value)


def measured(
    told: Mapping[str, Any], servers: Mapping[str, list[Server]], asked: argparse.Namespace
) -> Results:
    """The scenes against each server in turn, so that a slow moment of the machine falls on all."""
    results: Results = {}
    for turn in range(asked.rounds):
        for system, running in servers.items():
            ports = [server.port for server in running]
            doors: Callable[[str], scenes.Doors]
            if system.startswith("ours"):
                doors = partial(_our_doors_of, told, ports)
            else:
                doors = partial(_their_doors_of, ports[0], turn)
            found = asyncio.run(_scenes(doors, running, asked.seconds))
            _noted(results, system, found)
            line(
                f"  round {turn + 1} of {asked.rounds}: {system}",
                {name: found[name] for name in SHORT},
                "",
            )
    return results


def openings(told: Mapping[str, Any], port: int) -> dict[str, list[float]]:
    """Milliseconds to open texts of known sizes, the texts taking turns."""
    times: dict[str, list[float]] = {"large": [], "many": [], "few": []}
    cookie = (("Cookie", f"{told['cookie']}={told['sessions'][0]}"),)
    for _ in range(15):
        for name, seen in times.items():
            path = told[name]["path"]
            door = Door(
                f"ws://127.0.0.1:{port}{path}", Ours(), path, cookie, f"http://127.0.0.1:{port}"
            )
            seen += [took * 1000 for took in asyncio.run(scenes.opening(door, 1))]
    return times


def _report(results: Results) -> None:
    bars = {"team p95": "under 40", "crowd p50": "under 50", COUNT: "over 1,000"}
    for system, found in results.items():
        print(f"\n{system}")
        for name, values in found.items():
            unit = "ms" if name.endswith(("p50", "p95")) else ""
            bar = bars.get(name, "0" if "lost" in name or "unack" in name else "")
            figures = {
                "median": median(values),
                "worst": min(values) if name == COUNT else max(values),
            }
            line(f"  {name}", figures, unit, bar if system.startswith("ours") else "")
    ours = results["ours, one process"]
    for system in ("hocuspocus, relay only", "hocuspocus, stored first"):
        if system in results:
            print(f"\nours, one process, beside {system}")
            for name in COMPARED:
                both = median(ours[name]), median(results[system][name])
                ratio(f"  {name}", *both, less_is_better=name != COUNT)


def _browsers(told: Mapping[str, Any], ports: list[int]) -> None:
    from bench.coedit import browsers  # noqa: PLC0415  # playwright is of the development set only

    cookies = [(told["cookie"], session) for session in told["sessions"]]
    times = browsers.editable(ports, told["large"]["pk"], cookies, 5)
    line(
        "a sheet of 200 kB, from the address to editable",
        {"p50": median(times), "worst": max(times)},
        "ms",
        "under 800",
    )
    times = browsers.keys(ports, told["flood"][0]["pk"], cookies, 40)
    line(
        f"a key to another screen, two processes ({len(times)} of 40)",
        {"p50": median(times), "p95": percentile(times, 0.95)},
        "ms",
        "p50 under 60",
    )


@contextlib.contextmanager
def _servers(
    env: Mapping[str, str], asked: argparse.Namespace
) -> Iterator[dict[str, list[Server]]]:
    with contextlib.ExitStack() as stack:
        one, other = (stack.enter_context(systems.site(env)) for _ in range(2))
        servers = {"ours, one process": [one], "ours, two processes": [one, other]}
        if not asked.without_hocuspocus:
            systems.install_hocuspocus()
            for mode, name in (("relay", "relay only"), ("stored", "stored first")):
                servers[f"hocuspocus, {name}"] = [
                    stack.enter_context(systems.hocuspocus(env, mode))
                ]
        yield servers


def main() -> None:
    """Prepare, serve, measure, print."""
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder, systems.database() as address:
        env = systems.environment(address, Path(folder))
        print("Preparing a database…", flush=True)
        told = systems.prepared(env)
        with _servers(env, asked) as servers:
            one, two = servers["ours, one process"], servers["ours, two processes"]
            times = openings(told, one[0].port)
            for name, words in (
                ("large", "a sheet of 200 kB"),
                ("many", "10,000 edits"),
                ("few", "10 edits, same text"),
            ):
                line(
                    f"opening, server part: {words}",
                    {"p50": median(times[name]), "worst": max(times[name])},
                    "ms",
                )
            line(
                "opening 10,000 edits beside 10",
                {"growth ×": median(times["many"]) / median(times["few"])},
                "",
            )
            if not asked.without_browser:
                _browsers(told, [server.port for server in two])
            _report(measured(told, servers, asked))


if __name__ == "__main__":
    try:
        main()
    except systems.NotReady as missing:
        raise SystemExit(str(missing)) from missing
