"""Amounts and rates of aid, as a text says them."""

import re
from dataclasses import dataclass

from connect.offers.quality.words import after, before, plain

_NUMBER = r"\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?"
_UNIT = r"(?:k€|m€|k ?euros?|millions? d'euros|mille euros|€|euros?\b|eur\b)"
_RANGE = re.compile(
    rf"\b(?P<how>de|entre|d'|)\s?(?P<low>{_NUMBER})\s?(?P<low_unit>{_UNIT})?\s?(?:a|et|-)\s?"
    rf"(?P<high>{_NUMBER})\s?(?P<unit>{_UNIT})"
)
_SINGLE = re.compile(rf"(?<![\d.,])(?P<number>{_NUMBER})\s?(?P<unit>{_UNIT})")
_RATE = re.compile(r"(?<![\d.,])(?P<rate>\d{1,3})(?:[.,]\d+)?\s?(?:%|pour cent)")
_AT_MOST = re.compile(
    r"(?:jusqu'a|plafonnee?s? a|plafond (?:de|:)|maximum (?:de|:)|maximal (?:de|:)|maximale (?:de|:)|au plus"
    r"|dans la limite de|limitee?s? a|n'excede pas|max\.?|maximum)\s?$"
)
_AT_MOST_AFTER = re.compile(r"^\s?(?:maximum|max\b|au maximum|au plus)")
_AT_LEAST = re.compile(
    r"(?:a partir de|a compter de|minimum (?:de|:)|minimal (?:de|:)|au moins|minimum)\s?$"
)
_AT_LEAST_AFTER = re.compile(r"^\s?(?:minimum|au minimum|au moins)")
# Money that is not what the offer gives: the means of the applicant, a price, the whole purse.
_OTHER_MONEY = re.compile(
    r"\b(?:budgets?|chiffre d'affaires|ca|ressources|recettes|revenus?|couts?|depenses?|investissements?"
    r"|projets? (?:de|d'un)|enveloppe|dotation (?:globale|totale)|cotisations?|adhesion|frais|tarif|prix"
    r"|loyer|capital social|superieure?s?|inferieure?s?|moins de|plus de|total|tranche|apport personnel"
    r"|participation (?:de|des|aux frais)|franchise|garantie|seuil|exemple|ex|salaires?|facture[sr]?"
    r"|pret bancaire|autofinancement|au-dela)\b"
)
_PER_UNIT = re.compile(
    r"^\s?(?:/|par (?:heure|h\b|jour|mois|personne|participant|seance|repas|adherent|habitant|salarie|km)"
    r"|ht\b|ttc\b|de frais)"
)
_RATE_OF_AID = re.compile(
    r"(?:jusqu'a|plafonnee?s? a|dans la limite de|maximum (?:de|:)|a hauteur de|au plus|limitee?s? a"
    r"|taux (?:d'aide|d'intervention|de subvention|de prise en charge|maximum|maximal|d'aide maximum|de participation)"
    r"(?: maximum| maximal)? (?:de|:|est de)|(?:finance|prend en charge|couvre|subventionne))\s?$"
)
_OF_WHAT = re.compile(
    r"^\s?(?:plafonnee?s? a\b|(?:maximum |max |au maximum )?(?:du cout|des couts|des depenses|du montant"
    r"|du budget|du projet|de la depense|du prix|de l'investissement|du besoin|des frais))"
)
_OTHER_RATE = re.compile(
    r"\b(?:interets?|teg|taeg|tva|ressources|recettes|salaries|chiffre d'affaires|autofinancement|apport|capital|parts"
    r"|effectif|reduction|fiscale|impots?|deduction|garantie|avance|acompte|solde|versement|minimum|au moins|temps)\b"
)


@dataclass(frozen=True)
class Said:
    """What a text says an offer gives, in euros and in percent; `None` where it says nothing sure."""

    low: int | None = None
    high: int | None = None
    rate: int | None = None

    def __bool__(self) -> bool:
        return (self.low, self.high, self.rate) != (None, None, None)


def said_in(*texts: str) -> Said:
    """Amounts and rate that texts say without doubt.

    Two different ranges, or amounts that may be something else (a budget, a price, an income), say nothing sure.

    Args:
        texts: title, summary, conditions, as written.
    """
    ranges: set[tuple[int | None, int | None]] = set()
    rates: set[int] = set()
    for text in map(plain, texts):
        rest = text
        for match in _RANGE.finditer(text):
            rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
            if both := _range_of(text, match):
                ranges.add(both)
        ranges |= {pair for match in _SINGLE.finditer(rest) if (pair := _bound_of(rest, match))}
        rates |= {int(m["rate"]) for m in _RATE.finditer(text) if _is_rate_of_aid(text, m)}
    low, high = _merged(ranges)
    rate = rates.pop() if len(rates) == 1 else None
    return Said(low, high, rate if rate and rate <= 100 else None)


def _merged(ranges: set[tuple[int | None, int | None]]) -> tuple[int | None, int | None]:
    lows = {low for low, _ in ranges if low is not None}
    highs = {high for _, high in ranges if high is not None}
    if len(lows) > 1 or len(highs) > 1:
        return None, None
    low, high = next(iter(lows), None), next(iter(highs), None)
    if low is not None and high is not None and low > high:
        return None, None
    return low, high


def _range_of(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    if _is_other_money(text, match):
        return None
    if not match["how"] and not match["low_unit"] and " - " in match.group():
        return None
    high = _euros(match["high"], match["unit"])
    low = _euros(match["low"], match["low_unit"] or match["unit"])
    # « De 5 à 10 000 € » may mean 5 € or 5 000 €: nothing sure.
    return (low, high) if low <= high and (low >= 50 or low == high) else None


def _bound_of(text: str, match: re.Match[str]) -> tuple[int | None, int | None] | None:
    if _is_other_money(text, match):
        return None
    head, tail = before(text, match.start()), after(text, match.end())
    amount = _euros(match["number"], match["unit"])
    if _AT_MOST.search(head) or _AT_MOST_AFTER.match(tail):
        return None, amount
    if _AT_LEAST.search(head) or _AT_LEAST_AFTER.match(tail):
        return amount, None
    return None


def _is_other_money(text: str, match: re.Match[str]) -> bool:
    head, tail = before(text, match.start(), 45), after(text, match.end(), 25)
    return bool(_OTHER_MONEY.search(head) or _PER_UNIT.match(tail))


def _is_rate_of_aid(text: str, match: re.Match[str]) -> bool:
    head, tail = before(text, match.start(), 45), after(text, match.end(), 30)
    if _OTHER_RATE.search(head) or _OTHER_RATE.search(tail):
        return False
    return bool(_RATE_OF_AID.search(head) or _OF_WHAT.match(tail))


def _euros(number: str, unit: str) -> int:
    grouped = re.fullmatch(r"\d{1,3}(?:[ .]\d{3})+", number)
    value = float(re.sub(r"[ .]", "", number) if grouped else number.replace(",", "."))
    if unit.startswith("k") or unit.startswith("mille"):
        value *= 1_000
    elif unit.startswith("m"):
        value *= 1_000_000
    return int(value)
