"""Says in plain sentences what changed in an offer since the day of a plan."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connect.common.french import NBSP, day_long, quoted
from connect.offers.enums import CallState, Kind
from connect.offers.models import Offer
from connect.offers.selectors import call_state
from connect.orientation.planning.facts import facts_of

GONE = "gone"


@dataclass(frozen=True)
class Change:
    """One thing that is no longer what it was.

    Attributes:
        kind: `gone`, `closed`, `reopened`, `date`, `amount`, `cost`, `nature`, `title`, `structure`, `link`, `contact`.
        text: one short sentence.
    """

    kind: str
    text: str


def changes_since(
    facts: Mapping[str, Any], offer: Offer | None, then: datetime.date, day: datetime.date
) -> tuple[Change, ...]:
    """What changed in an offer, the most pressing first.

    Args:
        facts: what it said when the plan was made, as `facts_of` gives it.
        offer: the same offer as the public may see it today, with its structure; `None` when it is shown no more.
        then: the day of the plan, in Paris.
        day: today, in Paris.
    """
    if offer is None:
        # What became of it is not for the public: only that it is no longer there.
        return (Change(GONE, "Cette offre n’est plus diffusée."),)
    now = facts_of(offer)
    found = [*_calendar(facts, offer, then, day), *_money(facts, now), *_identity(facts, now)]
    return tuple(Change(one.kind, _spaced(one.text)) for one in found)


def _spaced(text: str) -> str:
    return text.replace(" :", f"{NBSP}:").replace(" ;", f"{NBSP};")


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _calendar(
    facts: Mapping[str, Any], offer: Offer, then: datetime.date, day: datetime.date
) -> Iterator[Change]:
    if facts.get("kind") != Kind.CALL or offer.kind != Kind.CALL:
        return
    opened, closed = _date(facts.get("opens_on")), _date(facts.get("closes_on"))
    if closed is None or offer.closes_on is None:
        return
    before = call_state(Offer(kind=Kind.CALL, opens_on=opened, closes_on=closed), then)
    after = call_state(offer, day)
    yield from _closing(before, after, closed, offer)
    if CallState.CLOSED not in {before, after}:
        yield from _opening(before, after, opened, offer)


def _closing(
    before: CallState | None, after: CallState | None, closed: datetime.date, offer: Offer
) -> Iterator[Change]:
    closes = offer.closes_on
    if closes is None:
        return
    said, was = day_long(closes), day_long(closed)
    if before == after == CallState.CLOSED:
        if closes != closed:
            yield Change("date", f"Sa clôture, déjà passée, a été corrigée : {said}, non {was}.")
    elif after == CallState.CLOSED:
        moved = f" La date annoncée était le {was}." if closes != closed else ""
        yield Change("closed", f"L’appel a fermé le {said}.{moved}")
    elif before == CallState.CLOSED:
        opens = day_long(offer.opens_on) if offer.opens_on else ""
        coming = f"du {opens} au {said}" if after == CallState.UPCOMING else f"jusqu’au {said}"
        yield Change("reopened", f"L’appel rouvre : {coming}.")
    elif closes != closed:
        yield Change("date", f"La date limite a changé : {said}, au lieu du {was}.")


def _opening(
    before: CallState | None, after: CallState | None, opened: datetime.date | None, offer: Offer
) -> Iterator[Change]:
    if before == CallState.UPCOMING and after == CallState.OPEN:
        yield Change("date", "L’appel est maintenant ouvert.")
    elif after == CallState.UPCOMING and offer.opens_on is not None and offer.opens_on != opened:
        was = f", au lieu du {day_long(opened)}" if opened else ""
        yield Change("date", f"L’appel ouvre le {day_long(offer.opens_on)}{was}.")


def _money(facts: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    if facts["kind"] != now["kind"]:
        was, said = Kind(facts["kind"]).label, Kind(now["kind"]).label
        yield Change("nature", f"Sa nature a changé : {said} (c’était : {was}).")
    compared = ("amount_min", "amount_max", "rate_max", "cost")
    if all(facts.get(name) == now[name] for name in compared):
        return
    costs = now["kind"] == Kind.ACCOMPANIMENT
    kind, name = ("cost", "coût") if costs else ("amount", "montant")
    before, after = facts.get("amount"), now["amount"]
    if not before:
        text = f"Le {name} est maintenant connu : {after}."
    elif not after:
        text = f"Le {name} n’est plus indiqué (c’était : {before})."
    else:
        text = f"Le {name} a changé : {after}, au lieu de {before}."
    yield Change(kind, text)


def _identity(facts: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    if facts.get("title") != now["title"]:
        yield Change("title", f"Le titre a changé ; c’était {quoted(str(facts.get('title', '')))}.")
    if facts.get("structure") != now["structure"]:
        was = quoted(str(facts.get("structure", "")))
        yield Change("structure", f"La structure n’a plus le même nom ; c’était {was}.")
    if facts.get("link", "") != now["link"]:
        gone = "L’adresse de la page de l’offre n’est plus indiquée."
        moved = "La page de l’offre a changé d’adresse : suivez celle d’aujourd’hui."
        first = "L’offre a maintenant sa page."
        yield Change("link", (moved if facts.get("link") else first) if now["link"] else gone)
    if any(facts.get(name, "") != now[name] for name in ("phone", "email")):
        yield Change("contact", "Le contact a changé : prenez celui d’aujourd’hui.")
