"""The page of the leads: requests, members and their roles, invitations."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from connect.accounts.signed_in import person_of
from connect.groups import inviting, services
from connect.groups.enums import Role
from connect.groups.forms import AnswerForm, InviteForm, RoleForm
from connect.groups.models import Group
from connect.groups.people import people_of
from connect.groups.permissions import may_manage
from connect.groups.selectors import members_of, sent_invitations, waiting_requests
from connect.groups.views.access import group_managed, signed_in, told

INVITED = "Si cette personne n’est pas déjà membre, un message d’invitation lui est envoyé."


def _page(request: HttpRequest, group: Group, form: InviteForm, status: int = 200) -> HttpResponse:
    context = {
        "group": group,
        "requests": list(waiting_requests(group)),
        "members": people_of(members_of(group)),
        "roles": RoleForm.base_fields["role"].choices,  # type: ignore[attr-defined]  # a field of choices
        "invitations": list(sent_invitations(group)),
        "invite_form": form,
        "errors": [{"text": text, "id": "id_address"} for text in form.errors.get("address", [])],
    }
    return render(request, "groups/group_manage.html", context, status=status)


@require_safe
@signed_in
def manage(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show what the leads settle."""
    return _page(request, group_managed(request, slug), InviteForm())


@require_POST
@signed_in
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Accept or decline a request."""
    group = group_managed(request, slug)
    # One that was settled meanwhile is told as such; one of another group does not exist here.
    asked = get_object_or_404(group.requests.select_related("group", "user"), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    accept = form.cleaned_data["accept"] == "oui"

    def act() -> str:
        services.answer(asked, accept=accept, by=person_of(request), text=form.cleaned_data["text"])
        done = "entre dans le groupe" if accept else "n’entre pas dans le groupe"
        return f"{asked.shown_name} {done}\u00a0; votre réponse lui est envoyée."

    told(request, act)
    return redirect("group-manage", group.slug)


@require_POST
@signed_in
def change_role(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Give a member another role, or take them out."""
    group = group_managed(request, slug)
    get_object_or_404(group.memberships.all(), pk=pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    wanted = form.cleaned_data["role"]

    def act() -> str:
        if wanted == "retirer":
            return f"{services.remove(group, pk).shown_name} n’est plus membre du groupe."
        held = services.give_role(group, pk, Role(wanted))
        return f"{held.shown_name}\u00a0: {held.get_role_display().lower()}."

    told(request, act)
    # Who gave up their own lead has nothing left to manage.
    if may_manage(request.user, group):
        return redirect("group-manage", group.slug)
    return redirect(group)


@require_POST
@signed_in
def invite(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Invite an address; the answer is the same whether it has an account or not."""
    group = group_managed(request, slug)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, group, form, status=422)

    def act() -> str:
        inviting.invite(
            group,
            form.cleaned_data["address"],
            by=person_of(request),
            role=Role(form.cleaned_data["role"]),
        )
        return INVITED

    told(request, act)
    return redirect("group-manage", group.slug)


@require_POST
@signed_in
def withdraw_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Take back an invitation."""
    group = group_managed(request, slug)
    get_object_or_404(group.invitations.all(), pk=pk)

    def act() -> str:
        taken = inviting.withdraw_invitation(group, pk)
        return "Invitation annulée." if taken else "Cette invitation avait déjà reçu une réponse."

    told(request, act)
    return redirect("group-manage", group.slug)
