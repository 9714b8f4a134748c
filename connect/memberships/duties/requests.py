"""Requests to join that the chamber decides: nobody administers the structure, or nobody answered."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse

from connect.accounts.models import User
from connect.memberships import permissions, requesting
from connect.memberships.duties.rows import ROLES, Waiting, number_of, present
from connect.memberships.enums import Role
from connect.memberships.models import Membership
from connect.memberships.selectors import standing
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Question, Verb

ACCEPT = Verb(code="accepter", label="Accepter", past="acceptée", questions=(ROLES,))
REFUSE = Verb(
    code="refuser",
    label="Refuser",
    past="refusée",
    questions=(
        Question(
            name="motive",
            label="Motif",
            kind="area",
            help="Il est envoyé à la personne, en 500 caractères au plus.",
        ),
    ),
)


def _rows() -> QuerySet[Any]:
    held = Membership.objects.filter(
        standing(), role=Role.ADMINISTRATOR, structure=OuterRef("structure_id")
    )
    return (
        requesting.for_the_chamber()
        .select_related("structure", "user")
        .annotate(since=TruncDate("asked_at"), has_administrator=Exists(held))
    )


def _duty(request: Any) -> Duty:
    structure, person = request.structure, request.user
    reason = (
        "Les administrateurs de la structure n’ont pas répondu depuis dix jours."
        if request.has_administrator
        else "Cette structure n’a pas d’administrateur : c’est à la chambre de répondre."
    )
    return Duty(
        key=str(request.pk),
        # What was settled is kept with its title for a year: no name there.
        title=f"Une personne demande à rejoindre {structure.name}",
        url=reverse("structures:edit", args=[structure.pk]),
        reason=reason,
        since=request.since,
        verb=ACCEPT,
        others=(REFUSE,),
        details=present(
            ("Structure", f"{structure.name} ({structure.reference})"),
            ("La personne", person.get_full_name()),
            ("La personne écrit", request.message),
            ("Son adresse", person.email),
            ("Courriel de la structure", structure.email),
        ),
        links=present(
            (person.email, f"mailto:{person.email}"),
            ("Site de la structure", structure.website),
        ),
    )


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    by, pk = cast(User, user), number_of(key)
    if code == ACCEPT.code:
        done = requesting.accept_request(pk, by=by, role=typed["role"])
        sentence = "Acceptée ; la personne est prévenue par courriel."
    else:
        done = requesting.refuse_request(pk, by=by, motive=typed["motive"])
        sentence = "Refusée ; le motif part par courriel."
    if done is None:
        raise AlreadyDone
    return sentence


WAITING = Waiting(_rows, lambda rows: [_duty(one) for one in rows])
REQUESTS = DutySource(
    kind="demandes-de-rattachement",
    label="Demandes de rattachement",
    help="Une personne attend une réponse que la structure ne donne pas.",
    may=permissions.may_check_claims,
    count=WAITING.count,
    duties=WAITING.oldest,
    after=WAITING.after,
    find=WAITING.find,
    act=_act,
    order=16,
)
