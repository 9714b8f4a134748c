"""The campaigns in `/gestion/relances/`: prepare, look, leave out, approve, stop, follow."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connect.accounts.signed_in import person_of
from connect.common.french import plural
from connect.outreach import campaigns, permissions
from connect.outreach.choosing import OPEN_STATES, due_structures, oldest_verifications
from connect.outreach.enums import CampaignKind, CampaignState, Progress
from connect.outreach.models import Campaign
from connect.outreach.receiving import NOBODY, receivers
from connect.outreach.selectors import counts_of, targets_of
from connect.outreach.staff.pages import (
    TITLE,
    campaign_or_404,
    draw,
    for_team,
    moved,
    page_of,
    told,
)
from connect.structures.models import Structure

CAMPAIGNS_PER_PAGE = 20


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs makes it generic, Django does not
    """What staff choose before a campaign leaves."""

    class Meta:
        model = Campaign
        fields: tuple[str, ...] = ("words", "asks_twice", "hourly_cap")
        labels = {"words": "Mot ajouté à tous les courriels"}
        help_texts = {
            "words": "Facultatif, après la première phrase. Par exemple une permanence ou un changement d’équipe.",
            "asks_twice": "Une structure qui se tait reçoit un seul autre courriel.",
            "hourly_cap": "De 1 à 1 000. Un envoi étalé passe mieux chez les messageries.",
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}


class LetterSettingsForm(SettingsForm):
    """The same for a letter, which is sent once."""

    class Meta(SettingsForm.Meta):
        fields: tuple[str, ...] = ("words", "hourly_cap")
        labels = {"words": "Le paragraphe de ce territoire"}
        help_texts = {
            **SettingsForm.Meta.help_texts,
            "words": "Ce qui se passe ici : un réseau, une permanence, une réunion. Il suit la première phrase.",
        }


def form_of(campaign: Campaign, data: Any = None) -> SettingsForm:
    """The settings of a campaign of its kind."""
    kind = LetterSettingsForm if campaign.kind == CampaignKind.LETTER else SettingsForm
    return kind(data, instance=campaign)


@require_safe
@for_team
def index(request: HttpRequest) -> HttpResponseBase:
    """Every campaign, the last one first, and what can be prepared."""
    rows = Campaign.objects.select_related("territory", "approved_by", "prepared_by")
    page = page_of(
        rows.order_by("-prepared_at", "-pk"), request.GET.get("page", ""), CAMPAIGNS_PER_PAGE
    )
    shown = list(page)
    counts = counts_of(shown)
    context = {
        "page": page,
        "lines": [(one, counts[one.pk]) for one in shown],
        "due": len(due_structures()),
    }
    return draw(request, "outreach/staff/campaigns.html", TITLE, context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def prepare(request: HttpRequest) -> HttpResponseBase:
    """Say which structures are due, then prepare their reminder."""
    if request.method == "POST":
        campaign = campaigns.prepare_reminder(by=person_of(request))
        if campaign is None:
            messages.warning(request, "Aucune structure n’est à relancer aujourd’hui.")
            return redirect("campaigns")
        return told(
            request,
            "La relance est prête. Relisez-la, puis approuvez-la : rien n’est parti.",
            campaign,
        )
    due = due_structures()
    who = receivers([one.structure for one in due])
    silent = [one.structure for one in due if not who.get(one.structure, NOBODY).recipient]
    mails = len({one.recipient for one in who.values() if one.recipient})
    shown = page_of(due, request.GET.get("page", ""))
    named = {one.pk: one for one in Structure.objects.filter(pk__in=[d.structure for d in shown])}
    context = {
        "page": shown,
        "lines": [
            (named[one.structure], one.oldest, who.get(one.structure, NOBODY)) for one in shown
        ],
        "due": len(due),
        "mails": mails,
        "no_address": len(silent),
    }
    return draw(request, "outreach/staff/prepare.html", "Préparer la relance annuelle", context)


@require_safe
@for_team
def campaign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One campaign: where it stands, whom it asks, what came back."""
    return page_of_campaign(request, campaign_or_404(pk))


def page_of_campaign(
    request: HttpRequest, found: Campaign, form: SettingsForm | None = None, status: int = 200
) -> HttpResponseBase:
    """The page of a campaign.

    Args:
        request: who reads.
        found: the campaign.
        form: its settings as they were just refused, `None` otherwise.
        status: of the answer.
    """
    asked = request.GET.get("ou", "")
    counts = counts_of([found])[found.pk]
    rows = page_of(targets_of(found, asked), request.GET.get("page", ""))
    keys = [one.structure_id for one in rows if one.structure_id]
    verified = oldest_verifications(keys) if found.kind == CampaignKind.REMINDER else {}
    open_state = found.state in OPEN_STATES
    context = {
        "campaign": found,
        "counts": counts,
        "page": rows,
        "asked": asked if asked in Progress.values else "",
        "lines": [(one, verified.get(one.structure_id or 0)) for one in rows],
        "chips": [(one, counts.of(one)) for one in Progress if counts.of(one)],
        "form": form or form_of(found),
        "is_prepared": found.state == CampaignState.PREPARED,
        "is_letter": found.kind == CampaignKind.LETTER,
        "may_exclude": open_state,
        "may_stop": open_state or (found.state == CampaignState.ENDED and found.asks_twice),
    }
    return draw(request, "outreach/staff/campaign.html", str(found), context, status=status)


@require_POST
@for_team
def exclude(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Leave the ticked structures out, or put them back."""
    found = campaign_or_404(pk)
    ticked = [int(one) for one in request.POST.getlist("cible") if one.isascii() and one.isdigit()][
        :500
    ]
    back = request.POST.get("verbe") == "remettre"
    try:
        count = campaigns.set_excluded(found, ticked, not back, by=person_of(request))
    except campaigns.CampaignMoved:
        return moved(request, found)
    if not count:
        messages.warning(
            request, "Rien n’a changé : cochez au moins une ligne dont le courriel n’est pas parti."
        )
        return redirect("campaign", found.pk)
    done = (
        plural(count, "ligne remise", "lignes remises")
        if back
        else plural(count, "ligne écartée", "lignes écartées")
    )
    return told(request, f"{done}.", found)


@require_POST
@for_team
def decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Keep the settings, or keep them and approve.

    Raises:
        PermissionDenied: for whoever may not approve.
    """
    found = campaign_or_404(pk)
    approving = request.POST.get("verbe") == "approuver"
    if approving and not permissions.may_approve(request.user):
        raise PermissionDenied
    if found.state != CampaignState.PREPARED:
        return moved(request, found)
    form = form_of(found, request.POST)
    if approving and request.POST.get("relu") != "oui":
        form.add_error(
            None, "Ouvrez l’aperçu d’un courriel, puis cochez la case avant d’approuver."
        )
    if not form.is_valid():
        return page_of_campaign(request, campaign_or_404(pk), form, 422)
    try:
        campaigns.settle_words(found, by=person_of(request), **form.cleaned_data)
        if approving:
            campaigns.approve(found, by=person_of(request))
    except campaigns.CampaignMoved:
        return moved(request, found)
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return page_of_campaign(request, campaign_or_404(pk), form, 422)
    return told(
        request,
        "Approuvée : l’envoi commence dans quelques minutes." if approving else "Enregistré.",
        found,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def stop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for a confirmation, then stop.

    Raises:
        PermissionDenied: for whoever may not stop a campaign.
    """
    found = campaign_or_404(pk)
    if not permissions.may_approve(request.user):
        raise PermissionDenied
    if request.method != "POST":
        counts = counts_of([found])[found.pk]
        trail = ((str(found), reverse("campaign", args=[pk])),)
        return draw(
            request,
            "outreach/staff/stop.html",
            "Arrêter",
            {"campaign": found, "counts": counts},
            trail=trail,
        )
    try:
        withdrawn = campaigns.stop(found, by=person_of(request))
    except campaigns.CampaignMoved:
        return moved(request, found)
    told_of = plural(withdrawn, "courriel retiré", "courriels retirés")
    return told(request, f"Arrêtée : {told_of} de l’envoi, plus rien ne partira.", found)
