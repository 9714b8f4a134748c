"""Offers and structures whose link is dead, dangerous or has moved."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, timezone

from connect.common.french import day_long, plural
from connect.links import selectors
from connect.links.enums import LinkState
from connect.links.judging import danger_of
from connect.links.models import LinkCheck, hash_of
from connect.links.services import keep
from connect.offers import permissions, services
from connect.offers.duties.deciding import (
    contacts,
    edit_url,
    in_words,
    present,
    structure_contacts,
)
from connect.offers.duties.queues import number_of
from connect.offers.models import Offer
from connect.offers.outlinks import offers_with_links, structures_with_links
from connect.structures.models import Structure
from connect.structures.services import save_structure
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Question, Verb

LONGEST = 300
# Enough of an address's hash to tell whether it is still the one the row was about.
MARK = 16
REMOVE = Verb(code="retirer", label="Retirer le lien", past="lien retiré")
KEEP = Verb(code="garder", label="Garder", past="lien gardé")
REPLACE = "remplacer"


class _Place(NamedTuple):
    """Where a duty stands among the others: `Duty.since`, then `Duty.key`."""

    since: datetime.date
    key: str


@dataclass(frozen=True)
class _Shower:
    """What shows a link: offers, or structures."""

    code: str
    field: str
    rows: QuerySet[Any]

    def key(self, pk: int, url: str) -> str:
        """The key of a duty: the row, and the address it is about."""
        return f"{self.code}:{pk}:{hash_of(url)[:MARK]}"

    def reported(self) -> QuerySet[Any]:
        """Rows whose current address is reported."""
        return self.rows.filter(**{f"{self.field}__in": selectors.reported().values("url")})

    def shown(self, pks: Sequence[int]) -> QuerySet[Any]:
        """These rows, with what their duty shows."""
        related = ("structure",) if self.code == "offre" else ()
        return self.rows.filter(pk__in=pks).select_related(*related).order_by("pk")


def _showers() -> dict[str, _Shower]:
    both = (
        _Shower("offre", "link", offers_with_links()),
        _Shower("structure", "website", structures_with_links()),
    )
    return {shower.code: shower for shower in both}


def _count() -> int:
    offers, structures = (one.reported().order_by().values("pk") for one in _showers().values())
    return offers.union(structures, all=True).count()


def _places() -> dict[str, tuple[_Place, _Shower, int, LinkCheck]]:
    """Every duty by its key, without what it shows: three statements, whatever their number."""
    checks = {check.url: check for check in selectors.reported().order_by("pk")}
    found = {}
    for shower in _showers().values():
        rows = shower.reported().order_by("pk").values_list("pk", shower.field)
        for pk, url in rows if checks else ():
            if url in checks:
                key = shower.key(pk, url)
                found[key] = (_Place(_since(checks[url]), key), shower, pk, checks[url])
    return found


def _since(check: LinkCheck) -> datetime.date:
    return check.state_since or timezone.localdate(check.checked_at)


def _after(since: datetime.date, key: str, limit: int) -> list[Duty]:
    return _first(_Place(since, key), limit)


def _oldest(limit: int) -> list[Duty]:
    return _first(_Place(datetime.date.min, ""), limit)


def _first(place: _Place, limit: int) -> list[Duty]:
    """The duties that follow a place, in five statements at most."""
    places = _places()
    kept = sorted(entry[0] for entry in places.values() if entry[0] > place)[:limit]
    chosen = [places[one.key] for one in kept]
    rows: dict[tuple[str, int], Any] = {}
    for shower in _showers().values():
        pks = [pk for _, of, pk, _ in chosen if of.code == shower.code]
        if pks:
            rows |= {(shower.code, row.pk): row for row in shower.shown(pks)}
    return [
        _duty(shower, rows[shower.code, pk], check)
        for _, shower, pk, check in chosen
        if (shower.code, pk) in rows
    ]


def _read(key: str) -> tuple[_Shower, int, str] | None:
    code, _, rest = key.partition(":")
    number, _, mark = rest.partition(":")
    shower, pk = _showers().get(code), number_of(number)
    return (shower, pk, mark) if shower and pk is not None else None


def _standing(key: str, *, lock: bool = False) -> tuple[_Shower, Any, LinkCheck] | None:
    """The row of a key and what is known of its address, when it still shows that one."""
    known = _read(key)
    if known is None:
        return None
    shower, pk, mark = known
    rows = shower.shown([pk])
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    url = getattr(row, shower.field, "")
    if row is None or hash_of(url)[:MARK] != mark:
        return None
    check = selectors.reported().filter(url_hash=hash_of(url)).first()
    return None if check is None else (shower, row, check)


def _find(key: str) -> Duty | None:
    standing = _standing(key)
    return None if standing is None else _duty(*standing)


def _duty(shower: _Shower, row: Any, check: LinkCheck) -> Duty:
    dangerous = check.state == LinkState.DANGEROUS
    offer = row if shower.code == "offre" else None
    ways = contacts(row) if offer else structure_contacts(row)
    return Duty(
        key=shower.key(row.pk, check.url),
        title=row.title if offer else row.name,
        url=edit_url(row) if offer else reverse("structures:edit", args=[row.pk]),
        reason=reason_of(check),
        since=_since(check),
        verb=_replace(check),
        # A link that is dangerous is never all right.
        others=(REMOVE,) if dangerous else (REMOVE, KEEP),
        details=present(
            ("Structure", offer.structure.name if offer else ""),
            ("Adresse", check.url),
            ("Mène à", check.final_url),
            ("Dernière vérification", _moment(check.checked_at)),
        ),
        # Nobody should open a dangerous address from here.
        links=tuple(
            (label, url)
            for label, url in (("Page proposée", check.final_url), *ways)
            if url and not (dangerous and url == check.url)
        ),
    )


def _replace(check: LinkCheck) -> Verb:
    proposed = check.final_url if check.state == LinkState.MOVED else ""
    safe = 0 < len(proposed) <= LONGEST and not danger_of(proposed)
    question = Question(
        name="address",
        label="Nouvelle adresse",
        kind="url",
        initial=proposed if safe else "",
        help="Ouvrez-la d’abord pour vérifier que c’est la bonne page."
        if safe
        else "L’adresse complète de la page, avec https://.",
    )
    return Verb(code=REPLACE, label="Remplacer", past="lien remplacé", questions=(question,))


def reason_of(check: LinkCheck) -> str:
    """Why a link is reported, in a sentence or two."""
    if check.state == LinkState.DEAD:
        times = plural(check.failures, "fois", "fois")
        return f"{check.reason} depuis le {day_long(_since(check))} (constaté {times})."
    if check.state == LinkState.MOVED:
        return f"{check.reason}. Vérifiez la page proposée avant de remplacer le lien."
    return f"{check.reason}. Ce lien peut nuire à la personne qui le suit."


def _moment(moment: datetime.datetime | None) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"le {day_long(local.date())} à {formats.date_format(local, 'G')}\u00a0h\u00a0{local:%M}"


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    standing = _standing(key, lock=True)
    if standing is None:
        raise AlreadyDone
    shower, row, check = standing
    if isinstance(row, Structure) and not permissions.may_edit_structures(user):
        raise PermissionDenied("Vous ne pouvez pas modifier cette structure.")
    if code == KEEP.code:
        until = day_long(keep(check))
        return f"Gardé : nous n’en reparlerons pas avant le {until}, sauf si le constat change."
    if code == REMOVE.code:
        _save(shower, row, "", user)
        return "Lien retiré de la fiche."
    address = typed["address"]
    _refuse(address, check)
    _save(shower, row, address, user)
    return f"Lien remplacé par {address} ; nous le vérifierons cette nuit."


def _refuse(address: str, check: LinkCheck) -> None:
    """Refuse an address that is dangerous, or known not to answer.

    Raises:
        ValidationError: under the question, with what to do.
    """
    if address == check.url:
        fault = "C’est l’adresse actuelle. Donnez-en une autre, ou choisissez « Garder »."
    elif danger := danger_of(address):
        fault = f"{danger}. Donnez l’adresse d’une page que tout le monde peut ouvrir."
    elif bad := selectors.by_address([address]).get(address):
        if bad.state not in {LinkState.DEAD, LinkState.DANGEROUS}:
            return
        fault = f"{bad.reason}. Donnez une adresse qui répond."
    else:
        return
    raise ValidationError({"address": fault})


def _save(shower: _Shower, row: Offer | Structure, address: str, user: AbstractBaseUser) -> None:
    setattr(row, shower.field, address)
    try:
        if isinstance(row, Offer):
            services.save_offer(row, by=user)
        else:
            save_structure(row, by=user)
    except ValidationError as error:
        if isinstance(row, Offer):
            raise in_words(error) from error
        said = " ".join(error.messages)
        raise ValidationError(f"La fiche est à corriger d’abord. {said}") from error


DEAD_LINKS = DutySource(
    kind="liens",
    label="Liens à revoir",
    help="Ces liens ne répondent plus, mènent ailleurs ou sont dangereux. Remplacez-les, retirez-les, ou gardez-les "
    "s’ils sont bons : nous n’en reparlons alors pas avant 30 jours.",
    may=permissions.may_edit,
    count=_count,
    duties=_oldest,
    after=_after,
    find=_find,
    act=_act,
    order=50,
)
