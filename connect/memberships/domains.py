"""Domains of structures: whoever holds a confirmed address of one joins at once."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from connect.accounts.addresses import normal_address
from connect.accounts.models import User
from connect.memberships.enums import Answer, Origin, Role
from connect.memberships.models import Membership, StructureDomain
from connect.memberships.permissions import may_administer, may_check_claims
from connect.memberships.selectors import administrators_of, removed_last, structures_of
from connect.memberships.services import enter, hold
from connect.notifications.services import notify
from connect.structures.models import Structure

WRONG = "Écrivez un domaine complet, comme exemple.fr."
# Addresses of these are anybody's.
PUBLIC_PROVIDERS = frozenset(
    {
        "aliceadsl.fr", "aol.com", "bbox.fr", "caramail.com", "caramail.fr", "cegetel.net", "club-internet.fr",
        "duck.com", "fastmail.com", "free.fr", "gmail.com", "gmx.com", "gmx.fr", "gmx.net", "googlemail.com",
        "hey.com", "hotmail.be", "hotmail.com", "hotmail.fr", "icloud.com", "infonie.fr", "laposte.net", "libero.it",
        "live.be", "live.com", "live.fr", "mac.com", "mail.com", "mail.ru", "mailo.com", "mailoo.org", "me.com",
        "msn.com", "neuf.fr", "noos.fr", "numericable.fr", "orange.fr", "outlook.be", "outlook.com", "outlook.fr",
        "pm.me", "proton.me", "protonmail.ch", "protonmail.com", "riseup.net", "rocketmail.com", "sfr.fr",
        "tiscali.fr", "tuta.com", "tuta.io", "tutanota.com", "voila.fr", "wanadoo.fr", "web.de", "yahoo.com",
        "yahoo.fr", "yandex.com", "yandex.ru", "ymail.com", "zaclys.com", "zaclys.net", "zoho.com", "zoho.eu",
    }
)  # fmt: skip


def normalised(typed: str) -> str:
    """A domain in the form that machines compare: lower case, punycode.

    Letters of another alphabet that look alike stay different in that form, which is what mail servers see.

    Args:
        typed: « exemple.fr », « @exemple.fr » or an address of it.

    Raises:
        ValidationError: for what is not a domain.
    """
    text = typed.strip().rpartition("@")[2].rstrip(".")
    try:
        domain = normal_address(f"adresse@{text}").rpartition("@")[2]
    except ValidationError as error:
        raise ValidationError(WRONG) from error
    if "." not in domain or domain.startswith("["):
        raise ValidationError(WRONG)
    return domain


def domain_of(address: str) -> str:
    """The domain of an address as machines compare it, empty when it has none."""
    try:
        return normalised(address)
    except ValidationError:
        return ""


def readable(domain: str) -> str:
    """A domain as people read it; one with other letters than plain ones keeps its machine form beside."""
    try:
        shown = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
    return domain if shown == domain else f"{shown} ({domain})"


@transaction.atomic
def ask_domain(structure: Structure, typed: str, *, by: User) -> StructureDomain:
    """Ask the chamber to recognise a domain as a structure's.

    Raises:
        PermissionDenied: for who does not administer the structure.
        ValidationError: for what is no domain, a public provider, or a domain refused before.
    """
    held = hold(structure.pk)
    if not (may_administer(by, held) or may_check_claims(by)):
        raise PermissionDenied("Seul un administrateur de la structure peut proposer un domaine.")
    domain = normalised(typed)
    if domain in PUBLIC_PROVIDERS:
        raise ValidationError(
            "Les adresses de ce domaine sont à tout le monde : proposez un domaine propre à la structure."
        )
    found = StructureDomain.objects.filter(structure=held, domain=domain).first()
    if found is None:
        found = StructureDomain(structure=held, domain=domain, asked_by=by)
        found.full_clean()
        found.save()
    elif found.state == Answer.REFUSED:
        raise ValidationError("La CRESS a déjà refusé ce domaine : appelez-la pour en parler.")
    elif found.state == Answer.WITHDRAWN:
        found.state, found.asked_by, found.asked_at = Answer.WAITING, by, timezone.now()
        found.decided_at = found.decided_by = None
        found.save()
    return found


@transaction.atomic
def decide_domain(pk: int, *, by: User, confirmed: bool) -> StructureDomain | None:
    """Confirm or refuse a domain, for the chamber.

    Returns:
        The domain, `None` when it no longer waits.

    Raises:
        PermissionDenied: for who does not check claims.
    """
    if not may_check_claims(by):
        raise PermissionDenied("Seule l’équipe de validation confirme un domaine.")
    waiting = StructureDomain.objects.select_for_update(of=("self",)).filter(state=Answer.WAITING)
    found = waiting.filter(pk=pk).order_by("pk").first()
    if found is None:
        return None
    found.state = Answer.ACCEPTED if confirmed else Answer.REFUSED
    found.decided_at, found.decided_by = timezone.now(), by
    found.save()
    if found.asked_by is not None and found.asked_by.is_active:
        notify("domaine-decide", key=f"domain:{found.pk}:{found.state}", to=found.asked_by)
    return found


@transaction.atomic
def withdraw_domain(pk: int, structure: Structure, *, by: User) -> bool:
    """Use a domain no more; its members stay. Whether it was in use.

    Raises:
        PermissionDenied: for who does not administer the structure.
    """
    held = hold(structure.pk)
    if not (may_administer(by, held) or may_check_claims(by)):
        raise PermissionDenied("Seul un administrateur de la structure peut retirer un domaine.")
    mine = StructureDomain.objects.filter(pk=pk, structure=held)
    used = mine.filter(state__in=(Answer.WAITING, Answer.ACCEPTED))
    return bool(used.update(state=Answer.WITHDRAWN, decided_at=timezone.now(), decided_by=by))


def open_to(user: User) -> QuerySet[Structure]:
    """The structures that the person's address opens and that they do not belong to; one statement.

    An account is only made once its address is confirmed. The domain must be the very one of the address:
    a subdomain is another one. Whoever was taken out comes back by an invitation or a request, not by this door.
    """
    domain = domain_of(user.email)
    if not domain or domain in PUBLIC_PROVIDERS or not user.is_active:
        return Structure.objects.none()
    mine = StructureDomain.objects.filter(domain=domain, state=Answer.ACCEPTED).order_by()
    found = Structure.objects.filter(
        pk__in=mine.values("structure_id"), is_public=True, merged_into__isnull=True
    )
    found = found.filter(~removed_last(user)).exclude(pk__in=structures_of(user).values("pk"))
    return found.order_by("name", "pk")


@transaction.atomic
def join_by_domain(user: User, structure: Structure) -> Membership:
    """Make the person a contributor at once, and tell the administrators.

    Raises:
        PermissionDenied: when their address does not open the structure (any more).
    """
    held = hold(structure.pk)
    if not open_to(user).filter(pk=held.pk).exists():
        raise PermissionDenied("Votre adresse n’est pas de cette structure.")
    told = list(administrators_of(held))
    entry = enter(user, held, Role.CONTRIBUTOR, Origin.DOMAIN)
    for person in told:
        notify("arrivee-domaine", key=f"membership:{entry.membership.pk}", to=person)
    return entry.membership
