"""What a structure says through its link: written once, through the services of the catalogue."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from connect.offers import services as offers
from connect.offers.enums import ReportedFault
from connect.offers.reporting import report_error
from connect.outreach.enums import ReplyVerb
from connect.outreach.exact.sheets import ExactPage, Sheet, read_page
from connect.outreach.models import ExactLink, Reply, Target
from connect.structures import services as structures

HOW = "confirmé par la structure depuis le lien de relance"
LONGEST = 400
MARK = "De la structure elle-même"
GONE = f"{MARK} : ce n’est plus proposé."
CLOSED = f"{MARK} : la structure n’existe plus."


class SheetGone(Exception):
    """Raised when the public no longer sees the sheet, or the structure."""


class SheetChanged(Exception):
    """Raised when the sheet changed since the page was shown: it must be read again before it is confirmed."""


@transaction.atomic
def reply(
    link: ExactLink, reference: str, verb: ReplyVerb, *, text: str = "", state: str = ""
) -> Sheet:
    """Write what the structure says of one sheet; the same said twice changes nothing.

    Args:
        link: a working link.
        reference: of the sheet.
        verb: what is said.
        text: what is wrong, for a correction.
        state: what the page showed of the sheet (`Sheet.state`); empty skips the comparison.

    Raises:
        SheetGone: when the sheet is no longer shown.
        SheetChanged: when what was confirmed is not what stands now.
        ValidationError: when a correction says nothing, or too much.
    """
    _hold(link)
    page = _page(link)
    sheet = page.find(reference)
    if sheet is None:
        raise SheetGone
    _write(page, sheet, verb, text=text, state=state)
    after = _page(link).find(reference)
    if after is None:
        raise SheetGone
    return after


@transaction.atomic
def confirm_rest(link: ExactLink, shown: Mapping[str, str]) -> int:
    """Confirm every sheet of which nothing was said, among those that the page showed as they still stand.

    Args:
        link: a working link.
        shown: what the page showed of each sheet (`Sheet.state`), by reference.

    Returns:
        How many were confirmed; those that changed meanwhile wait for an answer of their own.

    Raises:
        SheetGone: when the structure is no longer shown.
    """
    _hold(link)
    page = _page(link)
    done = 0
    for sheet in page.waiting:
        if shown.get(sheet.reference) == sheet.state:
            _write(page, sheet, ReplyVerb.EXACT, text="", state="")
            done += 1
    return done


def _hold(link: ExactLink) -> None:
    """Two sendings at once wait for each other."""
    Target.objects.select_for_update(of=("self",)).get(pk=link.target_id)


def _page(link: ExactLink) -> ExactPage:
    page = read_page(link)
    if page is None:
        raise SheetGone
    return page


def _write(page: ExactPage, sheet: Sheet, verb: ReplyVerb, *, text: str, state: str) -> None:
    if verb == ReplyVerb.EXACT:
        if state and state != sheet.state:
            raise SheetChanged
        _confirm(page, sheet)
    else:
        if verb == ReplyVerb.CORRECT:
            _check(text)
        if not (verb == ReplyVerb.GONE and sheet.reply and sheet.reply.verb == verb):
            _report(page, sheet, verb, text)
    now = timezone.now()
    Reply.objects.update_or_create(
        target=page.link.target,
        offer=sheet.offer,
        defaults={"verb": verb.value, "replied_at": now},
    )
    Target.objects.filter(pk=page.link.target_id).update(answered_at=now)


def _check(text: str) -> None:
    if not text:
        raise ValidationError("Écrivez ce qui doit être corrigé, même en quelques mots.")
    if len(text) > LONGEST:
        raise ValidationError(
            f"Votre texte a {len(text)} caractères ; {LONGEST} au plus. Raccourcissez-le."
        )


def _confirm(page: ExactPage, sheet: Sheet) -> None:
    if sheet.offer is None:
        shown = structures.confirm_exact(page.structure, how=HOW)
    else:
        shown = offers.confirm_exact(sheet.offer, how=HOW)
    if not shown:
        raise SheetGone


def _report(page: ExactPage, sheet: Sheet, verb: ReplyVerb, text: str) -> None:
    """Hand it to the chamber, as what visitors report; nothing is hidden before somebody looked."""
    over = CLOSED if sheet.offer is None else GONE
    target = page.link.target
    report_error(
        sheet.offer or page.structure,
        ReportedFault.GONE if verb == ReplyVerb.GONE else ReportedFault.OTHER,
        sentence=over if verb == ReplyVerb.GONE else f"{MARK} : {text}",
        address=target.user.email if target.user else target.address,
    )
