"""The managing pages of a plan, for whoever holds its second link."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from connect.common.french import day_long
from connect.orientation.models import Plan
from connect.orientation.planning import services
from connect.orientation.planning.forms import Moved, PlanForm, ProlongForm, note_name, order_of
from connect.orientation.planning.forms import typed as typed_in
from connect.orientation.planning.reading import ReadPlan, read
from connect.orientation.planning.selectors import is_over, managed_by
from connect.orientation.views.plans import ended, kept_private, links_of

# What the page says after an act; the address carries the key, for no cookie is set to remember it.
DONE = {
    "modifie": "Vos changements sont enregistrés\u00a0: ils se lisent déjà par le lien du plan.",
    "prolonge": "Le plan se lit maintenant plus longtemps.",
}
MEANWHILE = (
    "Ce plan a été modifié pendant que vous écriviez. Ce que vous avez écrit est ici, et n’est pas encore enregistré."
    " Comparez avec ce qui est enregistré, plus bas, puis enregistrez de nouveau."
)

View = Callable[[HttpRequest, str, Plan], HttpResponseBase]


def of_plan(view: View) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Find the plan of a managing link; an unknown one is an unknown page, a withdrawn one says so."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponseBase:
        plan = managed_by(token).first()
        if plan is None:
            raise Http404("Ce plan n’existe pas.")
        if plan.revoked_at is not None:
            return ended(request, plan, managing=True)
        return view(request, token, plan)

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@of_plan
def manage(request: HttpRequest, token: str, plan: Plan) -> HttpResponseBase:
    """Show what can be changed; a POST changes the texts, the order and the notes."""
    state = read(plan, None)
    keys = [str(one.step.pk) for one in state.steps]
    if request.method != "POST":
        notes = {note_name(str(one.step.pk)): one.step.note for one in state.steps}
        saved = {"made_by": plan.made_by, "note": plan.note, "next_steps": plan.next_steps}
        notice = DONE.get(request.GET.get("fait", ""), "")
        form = PlanForm(keys=keys, initial={**saved, **notes})
        return _page(request, token, state, form, Moved(tuple(keys), ""), notice=notice)
    order = order_of(request.POST)
    kept = tuple(key for key in order.keys if key in keys)
    order = Moved(kept, order.moved)
    if order.moved:
        form = PlanForm(keys=kept, initial=_typed(request, kept, keys))
        return _page(request, token, state, form, order)
    form = PlanForm(request.POST, keys=kept)
    if not form.is_valid():
        return _page(request, token, state, form, order, status=422)
    try:
        steps = [(int(key), form.note_for(key)) for key in kept]
        services.change(plan, form.texts, steps, version=_version(request))
    except services.PlanChangedMeanwhile:
        form = PlanForm(keys=kept, initial=_typed(request, kept, keys))
        return _page(request, token, state, form, order, status=409, meanwhile=True)
    except services.PlanRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, token, state, form, order, status=422)
    return redirect(f"{reverse('plan-manage', args=[token])}?fait=modifie")


def _version(request: HttpRequest) -> int:
    text = str(request.POST.get("version", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _typed(request: HttpRequest, kept: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """What the form holds; the notes of offers that left the plan meanwhile join the general one."""
    names = ["made_by", "note", "next_steps", *(note_name(key) for key in kept)]
    initial = typed_in(request.POST, names)
    gone = [key for key in order_of(request.POST).keys if key not in known]
    orphans = [str(request.POST.get(note_name(key), "")).strip() for key in gone]
    initial["note"] = "\n".join(filter(None, [initial.get("note", ""), *orphans]))
    return initial


def _page(
    request: HttpRequest,
    token: str,
    state: ReadPlan,
    form: PlanForm,
    order: Moved,
    *,
    status: int = 200,
    notice: str = "",
    meanwhile: bool = False,
) -> HttpResponse:
    # A form sent back keeps the version it started from, until its writer was shown what came between.
    fresh = meanwhile or request.method != "POST"
    by_key = {str(one.step.pk): one for one in state.steps}
    last = len(order.keys) - 1
    titles = {key: one.title for key, one in by_key.items()}
    context: dict[str, Any] = {
        "read": state,
        "token": token,
        "form": form,
        "errors": form.messages(titles) if form.is_bound else [],
        "notice": notice,
        "warning": MEANWHILE if meanwhile else "",
        "meanwhile": meanwhile,
        "steps": [
            {
                "key": key,
                "title": by_key[key].title,
                "structure": by_key[key].structure,
                "changes": by_key[key].changes,
                "field": form[note_name(key)],
                "first": rank == 0,
                "last": rank == last,
                "moved": key == order.moved,
            }
            for rank, key in enumerate(order.keys)
        ],
        "version": state.plan.version if fresh else _version(request),
        "over": is_over(state.plan),
        "prolong": ProlongForm(),
    }
    response = render(request, "orientation/plan_manage.html", context, status=status)
    return kept_private(response, "same-origin")


@require_POST
@of_plan
def prolong(request: HttpRequest, token: str, plan: Plan) -> HttpResponseBase:
    """Let the plan be read longer."""
    form = ProlongForm(request.POST)
    if form.is_valid():
        services.prolong(plan, form.cleaned_data["days"])
        return redirect(f"{reverse('plan-manage', args=[token])}?fait=prolonge")
    return redirect("plan-manage", token)


@require_POST
@of_plan
def renew(request: HttpRequest, token: str, plan: Plan) -> HttpResponseBase:
    """Make a new reading link, shown once; the former one stops working."""
    context = {
        "until": day_long(plan.expires_on),
        "over": is_over(plan),
        **links_of(request, services.renew_link(plan), token),
    }
    return kept_private(render(request, "orientation/plan_renewed.html", context), "same-origin")


@require_http_methods(["GET", "HEAD", "POST"])
@of_plan
def revoke(request: HttpRequest, token: str, plan: Plan) -> HttpResponseBase:
    """Ask for a confirmation, then withdraw the plan."""
    if request.method == "POST":
        services.revoke(plan)
        return redirect("plan-manage", token)
    context = {"plan": plan, "token": token}
    return kept_private(render(request, "orientation/plan_revoke.html", context), "same-origin")
