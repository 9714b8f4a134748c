"""What the outreach keeps about a person: reminders they were sent, calls they made, addresses imported of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from connect.accounts.models import User
from connect.accounts.privacy import Holding, register
from connect.notifications.services import recipient_of
from connect.outreach.models import Campaign, ExactLink, Paragraph, PhoneCall, Prospect, Target


def _asked(user: User) -> Iterable[Mapping[str, Any]]:
    """The reminders and letters sent to the person, by account or by address."""
    mine = Target.objects.filter(recipient__in=(recipient_of(user), recipient_of(user.email)))
    for one in mine.select_related("campaign", "structure", "prospect").order_by("pk"):
        yield {
            "campagne": one.campaign.get_kind_display(),
            "a_propos_de": one.name,
            "envoyee_le": one.sent_at.isoformat() if one.sent_at else "",
            "repondue_le": one.answered_at.isoformat() if one.answered_at else "",
        }


def _forget_asked(user: User) -> None:
    """Take the person out of the campaigns; what their structures answered stays."""
    stands = (recipient_of(user), recipient_of(user.email))
    Target.objects.filter(recipient__in=stands).update(user=None, address="", recipient="")
    ExactLink.objects.filter(recipient__in=stands).delete()
    for role in ("prepared_by", "approved_by", "stopped_by"):
        Campaign.objects.filter(**{role: user}).update(**{role: None})


def _calls(user: User) -> Iterable[Mapping[str, Any]]:
    made = PhoneCall.objects.filter(called_by=user).select_related("target__structure")
    for one in made.order_by("pk"):
        yield {
            "structure": one.target.name,
            "resultat": one.get_outcome_display(),
            "note": one.note,
            "le": one.called_at.isoformat(),
        }


def _forget_calls(user: User) -> None:
    PhoneCall.objects.filter(called_by=user).update(called_by=None)


def _imported(user: User) -> Iterable[Mapping[str, Any]]:
    """The address of the person, if staff imported it to write a letter, and the paragraphs they proposed."""
    for one in Prospect.objects.filter(address=user.email).order_by("pk"):
        yield {
            "nom": one.name,
            "origine": one.origin,
            "importee_le": one.imported_at.isoformat(),
        }
    for text in (
        Paragraph.objects.filter(proposed_by=user).select_related("territory").order_by("pk")
    ):
        yield {"territoire": text.territory.name, "paragraphe_propose": text.text}


def _forget_imported(user: User) -> None:
    Prospect.objects.filter(address=user.email).delete()
    Prospect.objects.filter(imported_by=user).update(imported_by=None)
    Paragraph.objects.filter(proposed_by=user).update(proposed_by=None)


register(Holding(key="relances", label="Relances reçues", export=_asked, erase=_forget_asked))
register(
    Holding(
        key="appels-aux-structures",
        label="Appels que vous avez notés",
        export=_calls,
        erase=_forget_calls,
    )
)
register(
    Holding(
        key="lettres",
        label="Lettres de territoire",
        export=_imported,
        erase=_forget_imported,
    )
)
