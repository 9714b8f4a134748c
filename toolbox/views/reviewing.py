"""Reading what is proposed, and deciding; taking a sheet over in the administration."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from connect.accounts.signed_in import person_of
from connect.coedit.services import writers_of
from toolbox import permissions, reviewing, services
from toolbox.documents import KIND
from toolbox.forms import ReviewForm
from toolbox.models import SheetPage
from toolbox.presenting import group_known, reading_of_page
from toolbox.reviewing import Review
from toolbox.views.access import sheet_known, told

PUBLISHED = "La fiche est publiée, telle que le groupe l’a proposée."
SENT_BACK = "La fiche est renvoyée au groupe, avec votre message."
HELD = "La fiche est à vous dans l’administration. Pensez à la rendre au groupe."
GIVEN_BACK = "La fiche est rendue au groupe."


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_review(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what was proposed as the public would read it; reviewers publish it or send it back.

    Raises:
        Http404: for who may not read the working copy.
    """
    page = sheet_known(request, pk, also=permissions.may_review)
    review = reviewing.review_of(page)
    may_review = permissions.may_review(request.user, page)
    form = ReviewForm(request.POST or None, auto_id="relecture-%s")
    if request.method == "POST":
        if not may_review:
            raise Http404
        if form.is_valid() and told(request, lambda: _decide(request, page, form)):
            return redirect("sheet_review", page.pk)
    return _show(request, page, review, form, may_review)


def _decide(request: HttpRequest, page: SheetPage, form: ReviewForm) -> str:
    said, person = form.cleaned_data, person_of(request)
    if said["decision"] == "publier":
        reviewing.accept(page, said["task"], person, said["comment"])
        return PUBLISHED
    reviewing.send_back(page, said["task"], person, said["comment"])
    return SENT_BACK


def _show(
    request: HttpRequest, page: SheetPage, review: Review | None, form: ReviewForm, may_review: bool
) -> HttpResponse:
    proposed = review.revision.as_object() if review is not None else None
    context = {
        "page": page,
        "group": group_known(page, request.user),
        "review": review,
        "reading": reading_of_page(proposed) if proposed is not None else None,
        "form": form if may_review and review is not None and review.waits else None,
        "newer": review is not None and review.revision.pk != page.latest_revision_id,
    }
    return render(request, "toolbox/sheet_review.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_hold(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a sheet over in the administration, or give it back; the page says what follows.

    Raises:
        Http404: for who does not edit pages.
    """
    page = sheet_known(request, pk)
    if not permissions.may_hold(request.user, page):
        raise Http404
    if request.method == "POST":
        giving = page.held_at is not None

        def act() -> str:
            person = person_of(request)
            if giving:
                services.give_back(page, person)
                return GIVEN_BACK
            services.hold(page, person, anyway=request.POST.get("anyway") == "1")
            return HELD

        if told(request, act) and not giving:
            return redirect("wagtailadmin_pages:edit", page.pk)
        return redirect("sheet_hold", page.pk)
    context = {
        "page": page,
        "group": group_known(page, request.user),
        "writers": [] if page.held_at else writers_of(KIND, page.pk),
    }
    return render(request, "toolbox/sheet_hold.html", context)
