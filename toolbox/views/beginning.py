"""Beginning a sheet, proposing it, taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from connect.accounts.signed_in import person_of
from connect.groups.models import Group
from connect.groups.selectors import groups_of, listed
from toolbox import services
from toolbox.forms import NewSheetForm
from toolbox.views.access import sheet_known, told

PROPOSED = "La fiche est proposée à la relecture, telle qu’elle est maintenant. Vous pouvez continuer à écrire."
WITHDRAWN = "La fiche n’est plus proposée à la relecture."
MOST_GROUPS = 6


def _groups(request: HttpRequest) -> QuerySet[Group]:
    return groups_of(request.user).filter(archived_at__isnull=True).order_by("name", "pk")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_new(request: HttpRequest) -> HttpResponseBase:
    """Begin a sheet in one of one's groups, then write it; a person without a group is led to those there are."""
    groups = _groups(request)
    chosen = groups.filter(slug=request.GET.get("groupe", "")).first()
    form = NewSheetForm(groups, request.POST or None, initial={"group": chosen}, auto_id="fiche-%s")
    if request.method == "POST" and form.is_valid():
        try:
            page = services.create_sheet(
                form.cleaned_data["group"], form.cleaned_data["title"], person_of(request)
            )
        except ValidationError as refused:
            messages.warning(request, " ".join(refused.messages))
        else:
            return redirect("sheet_write", page.pk)
    has_groups = groups.exists()
    errors = [
        {"text": text, "id": f"fiche-{name}" if name in form.fields else ""}
        for name, texts in form.errors.items()
        for text in texts
    ]
    context = {
        "form": form if has_groups else None,
        "errors": errors,
        "groups": [] if has_groups else list(listed(request.user).order_by("name")[:MOST_GROUPS]),
    }
    return render(request, "toolbox/sheet_new.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def sheet_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose what the group has written to the reviewers."""
    page = sheet_known(request, pk)

    def act() -> str:
        services.submit(page, person_of(request))
        return PROPOSED

    told(request, act)
    return redirect("sheet_write", page.pk)


@require_POST
@login_required
def sheet_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was proposed."""
    page = sheet_known(request, pk)

    def act() -> str:
        services.withdraw(page, person_of(request))
        return WITHDRAWN

    told(request, act)
    return redirect("sheet_write", page.pk)
