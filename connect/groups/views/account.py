"""« Mes groupes », in the account."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from connect.accounts.signed_in import person_of
from connect.groups import inviting
from connect.groups.models import GroupInvitation
from connect.groups.selectors import invitations_to, mine, my_requests
from connect.groups.views.access import told


@require_safe
@login_required
def my_groups(request: HttpRequest) -> HttpResponse:
    """Show the groups of a person, what they asked for, and where they are invited."""
    user = person_of(request)
    memberships = list(mine(user))
    context = {
        "current": [one for one in memberships if not one.group.is_archived],
        "past": [one for one in memberships if one.group.is_archived],
        "requests": list(my_requests(user)),
        "invitations": list(invitations_to(user)),
    }
    return render(request, "groups/my_groups.html", context)


@require_POST
@login_required
def answer_invitation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Accept or decline an invitation sent to the person's address."""
    user = person_of(request)
    invitation = get_object_or_404(
        GroupInvitation.objects.select_related("group"), pk=pk, address=user.email
    )
    wanted = request.POST.get("accept")
    if wanted not in {"oui", "non"}:
        raise Http404

    def act() -> str:
        inviting.answer_invitation(pk, user, accept=wanted == "oui")
        return "Vous êtes membre de ce groupe." if wanted == "oui" else "Invitation refusée."

    done = told(request, act)
    return redirect(invitation.group) if done and wanted == "oui" else redirect("my-groups")
