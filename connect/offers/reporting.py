"""Errors reported by visitors: kept once, settled by staff, their authors' addresses erased in time."""

import datetime

from django.db import transaction
from django.utils import timezone

from connect.notifications.services import forget, notify
from connect.offers.enums import ReportedFault, ReportOutcome
from connect.offers.models import ErrorReport, Offer
from connect.structures.models import Structure

# The same words about the same sheet within this time are one report: a button pressed twice, a page sent again.
SAME_WITHIN = datetime.timedelta(minutes=10)
ADDRESS_KEPT = datetime.timedelta(days=90)
# Kind of the answer in the ledger, and what its key says of the report.
ANSWER_KIND = "reponse-signalement"
_KEY = "signalement:"


def key_of(report_pk: int) -> str:
    """What the ledger calls a report."""
    return f"{_KEY}{report_pk}"


def report_of_key(key: str) -> int:
    """The report that a key of the ledger is about, 0 for another key."""
    number = key.removeprefix(_KEY)
    return int(number) if number.isascii() and number.isdigit() else 0


def fault_label(report: ErrorReport) -> str:
    """What is wrong, in words that fit an offer or a structure."""
    fault = ReportedFault(report.fault)
    return fault_labels(of_structure=report.offer_id is None).get(fault, str(fault.label))


def fault_labels(*, of_structure: bool) -> dict[ReportedFault, str]:
    """What can be wrong on a sheet: a structure has neither an amount nor dates."""
    if of_structure:
        return {
            ReportedFault.LINK: "Le lien ne marche pas",
            ReportedFault.CONTACT: "Le contact n’est pas le bon",
            ReportedFault.GONE: "La structure n’existe plus",
            ReportedFault.OTHER: "Autre chose",
        }
    return {
        ReportedFault.LINK: "Le lien ne marche pas",
        ReportedFault.AMOUNT: "Le montant est faux",
        ReportedFault.DATES: "Les dates sont fausses",
        ReportedFault.CONTACT: "Le contact n’est pas le bon",
        ReportedFault.GONE: "L’offre n’existe plus",
        ReportedFault.OTHER: "Autre chose",
    }


def _about(subject: Offer | Structure) -> dict[str, Offer | Structure]:
    return {"offer" if isinstance(subject, Offer) else "structure": subject}


def already_reported(subject: Offer | Structure, fault: str, sentence: str) -> bool:
    """Whether the same was said of the same sheet a moment ago."""
    recent = timezone.now() - SAME_WITHIN
    return ErrorReport.objects.filter(
        **_about(subject), fault=fault, sentence=sentence, reported_at__gte=recent
    ).exists()


@transaction.atomic
def report_error(
    subject: Offer | Structure, fault: str, *, sentence: str = "", address: str = ""
) -> ErrorReport | None:
    """Keep what a visitor says is wrong; the same said twice within minutes is kept once.

    Args:
        subject: the offer or the structure whose sheet is wrong.
        fault: a `ReportedFault`.
        sentence: what the person adds, plain text.
        address: where to answer, may be empty.

    Returns:
        The report, or `None` when it was already there.

    Raises:
        ValidationError: when a field is wrong.
    """
    # Two sendings at once wait for each other on the row they speak of.
    type(subject)._default_manager.select_for_update(no_key=True).get(pk=subject.pk)
    if already_reported(subject, fault, sentence):
        return None
    report = ErrorReport(**_about(subject), fault=fault, sentence=sentence, address=address)
    report.full_clean()
    report.save()
    return report


@transaction.atomic
def settle_report(report: ErrorReport, outcome: ReportOutcome, *, answer: str = "") -> bool:
    """Close a report; whoever left an address is answered, without suite only when something was written.

    Args:
        report: a report that waits, held by the caller.
        outcome: what became of it.
        answer: what is said to the person, plain text.

    Returns:
        Whether an answer leaves.
    """
    report.outcome = outcome
    report.answer = answer
    report.answered_at = timezone.now()
    report.save()
    answered = bool(report.address) and (outcome == ReportOutcome.CORRECTED or bool(answer))
    if answered:
        notify(ANSWER_KIND, key=key_of(report.pk), to=report.address)
    return answered


@transaction.atomic
def forget_addresses() -> int:
    """Erase the addresses left more than 90 days ago, here and in the ledger; returns how many."""
    old = timezone.now() - ADDRESS_KEPT
    kept = ErrorReport.objects.filter(reported_at__lt=old).exclude(address="")
    pks = list(kept.order_by("pk").values_list("pk", flat=True))
    forget(ANSWER_KIND, [key_of(pk) for pk in pks])
    return ErrorReport.objects.filter(pk__in=pks).update(address="")
