"""Double entries: two offers that are probably one; the less complete one is hidden."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.base_user import AbstractBaseUser

from connect.offers import permissions
from connect.offers.duties.deciding import present
from connect.offers.duties.quality import edit_url
from connect.offers.enums import Status
from connect.offers.models import Finding, Offer
from connect.offers.quality import fixing
from connect.offers.quality.completeness import completeness
from connect.offers.quality.duplicates import Pair, judge_pair, kept_of
from connect.offers.quality.enums import FindingKind
from connect.offers.quality.faults import fingerprint_of
from connect.offers.quality.snapshot import Snapshot, place_names, read_snapshots
from connect.offers.quality.waiting import FindingQueue, key_of, number_of
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Verb

KEEP_BEST, KEEP_OTHER, TWO = "garder", "garder-l-autre", "deux-offres"
HIDES = "masquée comme doublon"
BOTH = Verb(code=TWO, label="Ce sont deux offres", past="gardées toutes deux")


def _may(user: AbstractBaseUser) -> bool:
    return permissions.may_edit(user) and permissions.may_set_status(user, Status.HIDDEN)


def duties_of(findings: Sequence[Finding]) -> list[Duty]:
    """Duties of the pairs that are still alike."""
    pks = {pk for row in findings for pk in (row.offer_id, row.other_id) if pk is not None}
    known = {one.pk: one for one in read_snapshots(Offer.objects.filter(pk__in=pks))}
    places = place_names()
    found = []
    for row in findings:
        pair = judge_pair(known[row.offer_id], known[row.other_id or 0], places)
        if pair is not None:
            found.append(_duty(row, pair))
    return found


def _duty(row: Finding, pair: Pair) -> Duty:
    best, less = kept_of(pair)
    keep = Verb(code=KEEP_BEST, label=f"Garder la plus complète ({best.reference})", past=HIDES)
    other = Verb(code=KEEP_OTHER, label=f"Garder l’autre ({less.reference})", past=HIDES)
    # Never leave nothing to show.
    swappable = best.status != Status.VISIBLE or less.status == Status.VISIBLE
    return Duty(
        key=key_of(row, fingerprint_of(pair.judged)),
        title=best.title,
        url=edit_url(best),
        reason=pair.sentence,
        since=row.first_seen,
        verb=keep,
        others=(other, BOTH) if swappable else (BOTH,),
        details=(_line(best), _line(less), ("Certitude", f"{pair.confidence}\u00a0%")),
        links=present(
            (f"Page de {best.reference}", best.link), (f"Page de {less.reference}", less.link)
        ),
    )


def _line(offer: Snapshot) -> tuple[str, str]:
    state = str(Status(offer.status).label).lower()
    score = completeness(offer).score
    text = f"{offer.title}, {offer.structure_name} ({state}, remplie à {score}\u00a0%)"
    return offer.reference, text


QUEUE = FindingQueue(FindingKind.PAIR, duties_of)


def _act(user: AbstractBaseUser, key: str, verb: str, typed: Mapping[str, str]) -> str:
    duty = QUEUE.find(key)
    if duty is None or verb not in {one.code for one in (duty.verb, *duty.others)}:
        raise AlreadyDone
    if verb == TWO:
        fixing.dismiss(number_of(key), by=user)
        return "Les deux fiches restent. La question reviendra si l’une d’elles change."
    kept, hidden = fixing.keep_one(number_of(key), by=user, the_other=verb == KEEP_OTHER)
    return f"{hidden.reference} est masquée, {kept.reference} reste."


DUPLICATES = DutySource(
    kind="doublons",
    label="Doubles saisies",
    help="Gardez une des deux fiches : l’autre est masquée, jamais effacée.",
    may=_may,
    count=QUEUE.count,
    duties=QUEUE.oldest,
    after=QUEUE.after,
    find=QUEUE.find,
    act=_act,
    order=70,
)
