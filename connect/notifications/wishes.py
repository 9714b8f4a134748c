"""What recipients want no more of: preferences of accounts, refusals of addresses."""

from connect.accounts.models import User
from connect.notifications.kinds import all_kinds, kind_of
from connect.notifications.models import Notice, Preference, Suppression
from connect.notifications.services import recipient_of
from connect.notifications.unsubscribing import Ticket

_ACCOUNT = "user:"


def is_refused(notice: Notice, address: str) -> bool:
    """Whether the person wants no more of this kind, said with their account or with their address.

    Args:
        notice: a row, with or without account.
        address: where it would go: two refusals stand for the same person, whichever way they said it.
    """
    unwanted = Preference.objects.filter(kind=notice.kind, is_wanted=False)
    if notice.user_id:
        unwanted = unwanted.filter(user_id=notice.user_id)
    else:
        unwanted = unwanted.filter(user__email=address.lower())
    if unwanted.exists():
        return True
    return Suppression.objects.filter(recipient=recipient_of(address), kind=notice.kind).exists()


def _account_of(ticket: Ticket) -> User | None:
    pk = ticket.recipient.removeprefix(_ACCOUNT)
    return User.objects.filter(pk=int(pk)).first() if pk.isdecimal() else None


def is_stopped(ticket: Ticket) -> bool:
    """Whether the recipient of an unsubscribe link has stopped its kind."""
    if not ticket.recipient.startswith(_ACCOUNT):
        return Suppression.objects.filter(recipient=ticket.recipient, kind=ticket.kind).exists()
    user = _account_of(ticket)
    return user is not None and ticket.kind in refused_by(user)


def stop(ticket: Ticket) -> None:
    """Send no more of a kind to a recipient; saying it twice changes nothing.

    Raises:
        LookupError: when the kind is unknown, or essential: those answer what the person has just asked for.
    """
    _check(ticket.kind)
    if not ticket.recipient.startswith(_ACCOUNT):
        Suppression.objects.get_or_create(recipient=ticket.recipient, kind=ticket.kind)
    elif user := _account_of(ticket):
        want(user, {ticket.kind: False})


def resume(ticket: Ticket) -> None:
    """Send a kind again to a recipient who had stopped it.

    Raises:
        LookupError: when the kind is unknown or essential.
    """
    _check(ticket.kind)
    if not ticket.recipient.startswith(_ACCOUNT):
        Suppression.objects.filter(recipient=ticket.recipient, kind=ticket.kind).delete()
    elif user := _account_of(ticket):
        want(user, {ticket.kind: True})


def _check(code: str) -> None:
    kind = kind_of(code)
    if kind is None or kind.essential:
        raise LookupError(f"The kind « {code} » cannot be stopped.")


def want(user: User, wishes: dict[str, bool]) -> None:
    """Keep what a person wants and wants no more.

    Args:
        user: the person.
        wishes: whether each kind is wanted; kinds that are absent stay as they are, essential ones are left aside.
    """
    choosable = {kind.code for kind in all_kinds() if not kind.essential}
    told = {code: wanted for code, wanted in wishes.items() if code in choosable}
    Preference.objects.bulk_create(
        [Preference(user=user, kind=code, is_wanted=wanted) for code, wanted in told.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["is_wanted"],
    )
    again = [code for code, wanted in told.items() if wanted]
    # Whoever refused with their address before they had an account may change their mind here.
    Suppression.objects.filter(recipient=recipient_of(user.email), kind__in=again).delete()


def refused_by(user: User) -> set[str]:
    """Codes of the kinds that a person wants no more, in two statements."""
    unwanted = Preference.objects.filter(user=user, is_wanted=False)
    suppressed = Suppression.objects.filter(recipient=recipient_of(user.email))
    return {
        *unwanted.values_list("kind", flat=True),
        *suppressed.values_list("kind", flat=True),
    }
