"""The real mail of a receiver, before anything leaves."""

from django.core.mail import EmailMultiAlternatives
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from connect.notifications.drawing import draw as draw_mail
from connect.notifications.kinds import kind_of
from connect.notifications.models import Notice
from connect.outreach.composing import preview_mail
from connect.outreach.enums import CampaignKind
from connect.outreach.ledger import LETTER, REMINDER, SECOND
from connect.outreach.models import Target
from connect.outreach.staff.pages import campaign_or_404, draw, for_team

NOBODY_TO = "Personne : aucune adresse"


def _target(campaign: int, pk: int) -> Target:
    rows = Target.objects.select_related(
        "campaign__territory", "structure", "prospect__commune", "user"
    )
    found = rows.filter(campaign=campaign, pk=pk).order_by("pk").first()
    if found is None:
        raise Http404("Cette ligne n’existe plus : la relance a été refaite.")
    return found


def _message(target: Target, *, second: bool) -> EmailMultiAlternatives:
    """The message as the ledger will draw it, with links that open nothing."""
    reminder = SECOND if second else REMINDER
    code = reminder if target.campaign.kind == CampaignKind.REMINDER else LETTER
    kind = kind_of(code)
    if kind is None:
        raise Http404("Cette sorte de courriel n’existe pas.")
    notice = Notice(
        kind=code, key=target.campaign.key, user=target.user, recipient=target.recipient
    )
    address = target.user.email if target.user else target.address
    return draw_mail(
        notice, kind, preview_mail(target, second=second), address=address or NOBODY_TO
    )


@require_safe
@for_team
def preview(request: HttpRequest, pk: int, target: int) -> HttpResponseBase:
    """The mail of one receiver: its subject, its text, and how it is drawn."""
    campaign, found = campaign_or_404(pk), _target(pk, target)
    second = request.GET.get("rappel") == "1" and campaign.kind == CampaignKind.REMINDER
    message = _message(found, second=second)
    frame = reverse("campaign-preview-mail", args=[pk, target])
    context = {
        "campaign": campaign,
        "target": found,
        "subject": message.subject,
        "to": message.to[0],
        "text": message.body,
        "frame_url": f"{frame}?rappel=1" if second else frame,
        "second": second,
        "is_letter": campaign.kind == CampaignKind.LETTER,
    }
    trail = ((str(campaign), reverse("campaign", args=[pk])),)
    return draw(
        request, "outreach/staff/preview.html", f"Aperçu : {found.name}", context, trail=trail
    )


@require_safe
@xframe_options_sameorigin
@for_team
def preview_frame(request: HttpRequest, pk: int, target: int) -> HttpResponseBase:
    """The HTML of the mail alone, for the frame of the preview."""
    message = _message(_target(pk, target), second=request.GET.get("rappel") == "1")
    response = HttpResponse(str(message.alternatives[0][0]))
    response.headers["Cache-Control"] = "private, no-store"
    return response
