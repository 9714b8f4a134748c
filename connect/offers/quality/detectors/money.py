"""Amounts: said by the text and missing from the fields, contradicted by the text, or out of all proportion."""

from collections.abc import Iterator

from connect.common.french import amount_range, euros
from connect.offers.enums import Kind
from connect.offers.quality.amounts import Said, said_in
from connect.offers.quality.faults import Fault, Fix, Severity, Value
from connect.offers.quality.snapshot import Snapshot
from connect.taxonomy.enums import FundingCode

MISSING = "montants_du_texte"
CONTRADICTED = "montants_contredits"
SUSPICIOUS = "montants_suspects"
FIELDS = ("amount_min", "amount_max", "rate_max")
SMALLEST = 50
"""Below this many euros, an aid is more likely a slip of the keyboard."""
LARGEST = 50_000_000
"""Above this many euros too."""
TAKE = "Reprendre les montants du texte"


def _said(offer: Snapshot) -> Said:
    said = said_in(offer.title, offer.summary, offer.conditions)
    # The rate of a loan is an interest more often than a share.
    if offer.funding_type == FundingCode.LOAN:
        return Said(said.low, said.high)
    return said


def _in_words(low: int | None, high: int | None, rate: int | None) -> str:
    share = f"{rate}\u00a0% au plus" if rate is not None else ""
    return ", ".join(part for part in (amount_range(low, high), share) if part) or "rien"


def _judged(offer: Snapshot) -> tuple[Value, ...]:
    return (
        offer.title, offer.summary, offer.conditions, offer.amount_min, offer.amount_max, offer.rate_max,
    )  # fmt: skip


def amounts_of_the_text(offer: Snapshot) -> Iterator[Fault]:
    """The text says an amount or a rate, and the fields say otherwise or nothing."""
    if offer.kind == Kind.ACCOMPANIMENT:
        return
    said = _said(offer)
    told = dict(zip(FIELDS, (said.low, said.high, said.rate), strict=True))
    stored = {name: getattr(offer, name) for name in FIELDS}
    opposed = [
        name for name in FIELDS if told[name] is not None and stored[name] not in {None, told[name]}
    ]
    lacking = [name for name in FIELDS if told[name] is not None and stored[name] is None]
    if not opposed and not lacking:
        return
    values = _in_order({**stored, **{name: told[name] for name in (*opposed, *lacking)}}, told)
    words = _in_words(said.low, said.high, said.rate)
    if opposed:
        held = _in_words(stored["amount_min"], stored["amount_max"], stored["rate_max"])
        sentence = f"Le texte annonce {words}, les champs disent {held}."
    else:
        sentence = f"Le texte annonce {words}, que les champs ne reprennent pas."
    yield Fault(
        code=CONTRADICTED if opposed else MISSING,
        sentence=sentence,
        severity=Severity.MISLEADING,
        judged=_judged(offer),
        fix=Fix(label=TAKE, values=values),
        fields=FIELDS,
    )


def _in_order(values: dict[str, int | None], told: dict[str, int | None]) -> dict[str, int | None]:
    """Drop the bound that the text does not say when it no longer stands with the one it says."""
    low, high = values["amount_min"], values["amount_max"]
    if low is not None and high is not None and low > high:
        values["amount_min" if told["amount_max"] is not None else "amount_max"] = None
    return values


def suspicious_amounts(offer: Snapshot) -> Iterator[Fault]:
    """Amounts that nobody gives: zero, a few euros, tens of millions."""
    low, high = offer.amount_min, offer.amount_max
    top = high if high is not None else low
    if top is None:
        return
    if high == 0:
        sentence = "Le montant maximum est de zéro euro : une valeur inconnue se laisse vide."
    elif top < SMALLEST:
        sentence = f"Le montant ({euros(top)}) est plus petit que ce qu’une aide donne d’ordinaire."
    elif top > LARGEST:
        sentence = f"Le montant ({euros(top)}) est plus grand que ce qu’une aide donne d’ordinaire."
    else:
        return
    emptied: dict[str, Value] = {"amount_min": None, "amount_max": None}
    yield Fault(
        code=SUSPICIOUS,
        sentence=sentence,
        severity=Severity.MISLEADING,
        judged=(low, high),
        fix=Fix(label="Vider ces montants", values=emptied) if high == 0 else None,
        fields=("amount_min", "amount_max"),
    )
