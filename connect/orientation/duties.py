"""What the orientation hands to the team on the Monday page: questions to answer, needs that nothing met."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.text import Truncator

from connect.common import french
from connect.offers import permissions
from connect.offers.catalogue.index import current
from connect.offers.catalogue.reading import Vocabulary, Word
from connect.orientation import inquiries
from connect.orientation.enums import Criterion
from connect.orientation.models import Inquiry, UnmetNeed
from connect.orientation.wording import answers_in_words
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Question, Verb, register

REPLY = Verb(
    code="repondre",
    label="Répondre",
    past="répondue",
    questions=(
        Question(
            name="reponse",
            label="Votre réponse",
            kind="area",
            help="Elle part par courriel au nom de la chambre : dites qui vous êtes.",
        ),
    ),
)
PUT_AWAY = Verb(code="classer", label="Classer sans réponse", past="classée sans réponse")
SEEN = Verb(code="vu", label="Vu", past="vu")
# More groups than this are not read one by one: the page shows the oldest.
MOST_NEEDS = 2_000


def _pk(key: str) -> int:
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0


def _inquiry(one: Inquiry, vocabulary: Vocabulary) -> Duty:
    words = answers_in_words(one.answers, vocabulary)
    return Duty(
        key=str(one.pk),
        title=Truncator(one.text).chars(90),
        url="",
        reason="Une personne attend une réponse par courriel.",
        since=timezone.localdate(one.asked_at),
        verb=REPLY,
        others=(PUT_AWAY,),
        details=(("Question", one.text), *words),
    )


def _open_inquiries() -> Any:
    return Inquiry.objects.filter(inquiries.waiting())


def _inquiries(limit: int) -> Sequence[Duty]:
    vocabulary = current().vocabulary
    waiting = _open_inquiries().order_by("asked_at", "pk")[:limit]
    return [_inquiry(one, vocabulary) for one in waiting]


def _find_inquiry(key: str) -> Duty | None:
    found = _open_inquiries().filter(pk=_pk(key)).order_by("pk").first()
    return _inquiry(found, current().vocabulary) if found else None


def _act_on_inquiry(user: AbstractBaseUser, key: str, verb: str, typed: Mapping[str, str]) -> str:
    pk = _pk(key)
    if verb == REPLY.code:
        done = inquiries.reply(pk, by=user, text=typed.get("reponse", ""))
        sentence = "La réponse part par courriel dans quelques minutes."
    else:
        done = inquiries.close(pk, by=user)
        sentence = "La question est classée ; aucun courriel ne part."
    if done is None:
        raise AlreadyDone
    return sentence


Group = tuple[tuple[str, ...], int | None]


def _unseen() -> Any:
    return UnmetNeed.objects.filter(seen_at__isnull=True).order_by("noted_at", "pk")


def _groups() -> dict[Group, list[UnmetNeed]]:
    """The needs nobody looked at, those of one department together, the oldest first; one statement."""
    found: defaultdict[Group, list[UnmetNeed]] = defaultdict(list)
    for one in _unseen().select_related("department")[:MOST_NEEDS]:
        found[tuple(sorted(one.needs)), one.department_id].append(one)
    return found


def _count_needs() -> int:
    rows = _unseen().values_list("needs", "department_id")[:MOST_NEEDS]
    return len({(tuple(sorted(needs)), department) for needs, department in rows})


def _need(group: list[UnmetNeed], words: Mapping[str, Word]) -> Duty:
    first = group[0]
    labels = [words[code].label for code in first.needs if code in words]
    where = first.department.name if first.department else "lieu non précisé"
    times = "une fois" if len(group) == 1 else f"{french.number(len(group))} fois"
    blocking = sorted({Criterion(one.blocking).label for one in group if one.blocking})
    amounts = sorted(one.amount for one in group if one.amount)
    details = [("Territoire", where)]
    if blocking:
        details.append(("Ce qui écarte le plus d’offres", ", ".join(blocking).lower()))
    if amounts:
        details.append(("Montants cherchés", french.amount_range(amounts[0], amounts[-1])))
    details.append(("Offres à vérifier", french.number(max(one.to_check for one in group))))
    details.append(("Offres proches mais exclues", french.number(max(one.near for one in group))))
    return Duty(
        key=str(first.pk),
        title=" ; ".join(labels) or "Besoin non précisé",
        url="",
        reason=f"Demandé {times}, sans aucune offre éligible ({where}).",
        since=timezone.localdate(first.noted_at),
        verb=SEEN,
        details=tuple(details),
    )


def _needs(limit: int) -> Sequence[Duty]:
    words = current().vocabulary.words["besoin"]
    return [_need(group, words) for group in list(_groups().values())[:limit]]


def _find_group(key: str) -> list[UnmetNeed] | None:
    pk = _pk(key)
    return next((group for group in _groups().values() if any(one.pk == pk for one in group)), None)


def _find_need(key: str) -> Duty | None:
    group = _find_group(key)
    return _need(group, current().vocabulary.words["besoin"]) if group else None


def _act_on_need(user: AbstractBaseUser, key: str, verb: str, typed: Mapping[str, str]) -> str:
    group = _find_group(key)
    if group is None:
        raise AlreadyDone
    seen = UnmetNeed.objects.filter(pk__in=[one.pk for one in group], seen_at__isnull=True)
    if not seen.update(seen_at=timezone.now()):
        raise AlreadyDone
    return "Le besoin reste compté dans le panorama ; il ne reviendra ici que s’il est demandé de nouveau."


register(
    DutySource(
        kind="questions",
        label="Questions à la CRESS",
        help="Des personnes attendent une réponse par courriel.",
        may=permissions.may_edit,
        count=lambda: _open_inquiries().count(),
        duties=_inquiries,
        find=_find_inquiry,
        act=_act_on_inquiry,
        order=20,
    )
)
register(
    DutySource(
        kind="besoins-sans-reponse",
        label="Besoins sans réponse",
        help="Des orientations n’ont trouvé aucune offre éligible : faut-il en chercher une ?",
        may=permissions.may_edit,
        count=_count_needs,
        duties=_needs,
        find=_find_need,
        act=_act_on_need,
        order=80,
    )
)
