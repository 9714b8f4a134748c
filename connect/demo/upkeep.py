"""Reported errors and things already settled, so that the demonstration's Monday page is alive."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from connect.demo.people import address
from connect.offers.duties.error_reports import ERROR_REPORTS
from connect.offers.enums import ReportedFault, ReportOutcome
from connect.offers.models import ErrorReport, Offer
from connect.structures.models import Structure
from connect.upkeep.models import Deed


@dataclass(frozen=True)
class Told:
    """What somebody wrote about a sheet of the demonstration.

    Attributes:
        reference: of the offer, or of the structure.
        fault: what was chosen.
        sentence: what was typed.
        days_ago: when.
        wants_answer: whether an address was left.
        settled_by: the role that corrected it, the same week; empty while it waits.
    """

    reference: str
    fault: ReportedFault
    sentence: str
    days_ago: int
    wants_answer: bool = False
    settled_by: StaffRole | None = None


REPORTS = (
    Told("FIN-049", ReportedFault.LINK, "La page demandée n’existe plus : le site a été refait.", 12),
    Told("FIN-005", ReportedFault.AMOUNT, "On m’a annoncé un plafond plus bas au téléphone.", 9, True),
    Told("ACC-021", ReportedFault.CONTACT, "Le numéro sonne dans un autre service.", 6),
    Told("STR-068", ReportedFault.CONTACT, "L’adresse électronique renvoie un message d’erreur.", 4, True),
    Told("AAP-001", ReportedFault.DATES, "La date de clôture a été repoussée, d’après le règlement.", 2),
    Told(
        "FIN-011", ReportedFault.OTHER, "Le résumé parle d’un autre territoire.", 8,
        settled_by=StaffRole.EDITOR,
    ),
    Told(
        "STR-012", ReportedFault.CONTACT, "Le nom de la commune est mal écrit.", 10,
        settled_by=StaffRole.MODERATOR,
    ),
)  # fmt: skip


@transaction.atomic
def load() -> None:
    """Write the reports that are missing; what the staff settled since stays settled."""
    for told in REPORTS:
        offer = Offer.objects.filter(reference=told.reference).first()
        structure = Structure.objects.filter(reference=told.reference).first()
        if offer is None and structure is None:
            continue
        now = timezone.now()
        report, created = ErrorReport.objects.get_or_create(
            offer=offer,
            structure=structure if offer is None else None,
            sentence=told.sentence,
            defaults={
                "fault": told.fault,
                "address": "personne@example.org" if told.wants_answer else "",
                "reported_at": now - datetime.timedelta(days=told.days_ago),
            },
        )
        if created and told.settled_by is not None:
            _settled(report, User.objects.filter(email=address(told.settled_by)).first())


def _settled(report: ErrorReport, by: User | None) -> None:
    """Say that a report was corrected, and by whom."""
    report.outcome, report.answered_at = ReportOutcome.CORRECTED, timezone.now()
    report.save()
    subject = report.subject
    Deed.objects.create(
        kind=ERROR_REPORTS.kind,
        key=str(report.pk),
        title=subject.title if isinstance(subject, Offer) else subject.name,
        past="erreur corrigée",
        sentence="Erreur corrigée.",
        by=by,
        by_name=str(by or "Équipe de démonstration"),
    )
