"""What the animators of a local network propose to say in the letter of their territory."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from connect.accounts.signed_in import person_of
from connect.memberships.selectors import networks_of
from connect.outreach import permissions
from connect.outreach.letters.writing import propose_paragraph
from connect.outreach.models import Paragraph
from connect.taxonomy.models import Territory


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def paragraph(request: HttpRequest) -> HttpResponseBase:
    """One text for each territory that the person animates; the chamber amends it before anything leaves.

    Raises:
        Http404: for whoever animates no local network, and for another territory.
    """
    if not permissions.animates_a_network(request.user):
        raise Http404("Cette page n’existe pas.")
    if request.method != "POST":
        return _page(request, {"territory": 0, "error": "", "text": ""})
    asked, text = request.POST.get("territoire", ""), request.POST.get("texte", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else 0
    territory = Territory.objects.filter(pk=number).order_by("pk").first()
    if territory is None:
        raise Http404("Ce territoire n’existe pas.")
    try:
        propose_paragraph(territory, text.replace("\r\n", "\n"), by=person_of(request))
    except PermissionDenied:
        raise Http404("Ce territoire n’est pas le vôtre.") from None
    except ValidationError as error:
        refused = {"territory": number, "error": " ".join(error.messages), "text": text[:5000]}
        return _page(request, refused, 422)
    messages.success(request, "Merci : la CRESS le relira avant d’envoyer la prochaine lettre.")
    return redirect("network-letter")


def _page(request: HttpRequest, refused: dict[str, object], status: int = 200) -> HttpResponse:
    networks = networks_of(request.user).select_related("territory").order_by("name", "pk")
    places = {one.territory_id: one.territory for one in networks}
    texts = Paragraph.objects.filter(territory__in=places)
    known = {one.territory_id: one.text for one in texts}
    lines = [
        (place, refused["text"] if pk == refused["territory"] else known.get(pk, ""))
        for pk, place in places.items()
    ]
    errors = (
        [{"text": refused["error"], "id": f"texte-{refused['territory']}"}]
        if refused["error"]
        else []
    )
    context = {"lines": lines, "refused": refused, "errors": errors}
    return render(request, "outreach/network_letter.html", context, status=status)
