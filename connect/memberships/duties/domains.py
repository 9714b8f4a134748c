"""Domains that structures ask the chamber to confirm."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse

from connect.accounts.models import User
from connect.memberships import domains, permissions
from connect.memberships.duties.rows import Waiting, named, number_of, present
from connect.memberships.enums import Answer
from connect.memberships.models import StructureDomain
from connect.structures.finding import host_of
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Verb

CONFIRM = Verb(code="confirmer", label="Confirmer", past="confirmé")
REFUSE = Verb(code="refuser", label="Refuser", past="refusé")


def _rows() -> QuerySet[Any]:
    return (
        StructureDomain.objects.filter(state=Answer.WAITING)
        .select_related("structure", "asked_by")
        .annotate(since=TruncDate("asked_at"))
    )


def _duty(domain: Any) -> Duty:
    structure = domain.structure
    known = domain.domain in {
        host_of(structure.website),
        domains.domain_of(structure.email),
    }
    hint = (
        "C’est aussi celui de son site ou de son courriel."
        if known
        else "Ce n’est ni celui de son site, ni celui de son courriel : vérifiez-le."
    )
    return Duty(
        key=str(domain.pk),
        title=domains.readable(domain.domain),
        url=reverse("structures:edit", args=[structure.pk]),
        reason=f"Qui a une adresse de ce domaine rejoindra {structure.name} sans attendre. {hint}",
        since=domain.since,
        verb=CONFIRM,
        others=(REFUSE,),
        details=present(
            ("Structure", named(structure)),
            ("Demandé par", str(domain.asked_by) if domain.asked_by else ""),
            ("Courriel de la structure", structure.email),
        ),
        links=present(("Site de la structure", structure.website)),
    )


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    confirmed = code == CONFIRM.code
    done = domains.decide_domain(number_of(key), by=cast(User, user), confirmed=confirmed)
    if done is None:
        raise AlreadyDone
    return "Domaine confirmé." if confirmed else "Domaine refusé."


WAITING = Waiting(_rows, lambda rows: [_duty(one) for one in rows])
DOMAINS = DutySource(
    kind="domaines-a-confirmer",
    label="Domaines à confirmer",
    help="Un domaine confirmé laisse entrer quiconque en a une adresse : vérifiez qu’il est propre à la structure.",
    may=permissions.may_check_claims,
    count=WAITING.count,
    duties=WAITING.oldest,
    after=WAITING.after,
    find=WAITING.find,
    act=_act,
    order=17,
)
