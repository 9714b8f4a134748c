"""Errors that visitors reported."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse

from connect.offers import permissions, reporting
from connect.offers.duties.deciding import contacts, edit_url, present, structure_contacts
from connect.offers.duties.queues import Queue
from connect.offers.enums import ReportOutcome
from connect.offers.models import ErrorReport
from connect.upkeep.registry import Duty, DutySource, Question, Verb

SILENT = "Gardé pour l’équipe : la personne n’a pas laissé d’adresse."
CORRECTED, DISMISSED = "corrigee", "sans-suite"


def _waiting() -> QuerySet[Any]:
    return (
        ErrorReport.objects.filter(answered_at__isnull=True)
        .select_related("offer__structure", "structure")
        .annotate(since=TruncDate("reported_at"))
    )


def _verbs(report: ErrorReport) -> tuple[Verb, Verb]:
    corrected_help = "Envoyé à la personne, qui a laissé son adresse." if report.address else SILENT
    dismissed_help = (
        "Si vous écrivez quelque chose, la personne le reçoit ; sinon, rien ne part."
        if report.address
        else SILENT
    )
    return (
        Verb(
            code=CORRECTED,
            label="Corrigé",
            past="erreur corrigée",
            questions=(_answer("Ce qui a été corrigé", corrected_help),),
        ),
        Verb(
            code=DISMISSED,
            label="Sans suite",
            past="signalement sans suite",
            questions=(_answer("Pourquoi", dismissed_help),),
        ),
    )


def _answer(label: str, explained: str) -> Question:
    return Question(name="answer", label=label, kind="area", required=False, help=explained)


def _duty(report: Any) -> Duty:
    main, other = _verbs(report)
    offer = report.offer
    if offer is not None:
        url, links = edit_url(offer), contacts(offer)
        structure = offer.structure.name
    else:
        url = reverse("structures:edit", args=[report.structure.pk])
        links, structure = structure_contacts(report.structure), ""
    return Duty(
        key=str(report.pk),
        title=offer.title if offer is not None else report.structure.name,
        url=url,
        reason=f"Une personne signale une erreur : {reporting.fault_label(report).lower()}.",
        since=report.since,
        verb=main,
        others=(other,),
        details=present(("Elle écrit", report.sentence), ("Structure", structure)),
        links=links,
    )


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    report = QUEUE.locked(key)
    outcome = ReportOutcome.CORRECTED if code == CORRECTED else ReportOutcome.DISMISSED
    answered = reporting.settle_report(report, outcome, answer=typed["answer"])
    said = "Erreur corrigée" if outcome == ReportOutcome.CORRECTED else "Signalement sans suite"
    return f"{said} ; la réponse part par courriel." if answered else f"{said}."


QUEUE = Queue(_waiting, _duty)
ERROR_REPORTS = DutySource(
    kind="erreurs-signalees",
    label="Erreurs signalées",
    help="Ouvrez la fiche, corrigez ce qui est faux, puis revenez presser « Corrigé ».",
    may=permissions.may_edit,
    count=QUEUE.count,
    duties=QUEUE.oldest,
    after=QUEUE.after,
    find=QUEUE.find,
    act=_act,
    order=10,
)
