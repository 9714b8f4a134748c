"""The form of a sheet: kept as a draft, previewed, proposed to the chamber."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from connect.common.french import NBSP
from connect.contributions import services
from connect.contributions.enums import State, Subject
from connect.contributions.fields import one_place
from connect.contributions.forms import PLACE, TOO_LARGE, DraftTooLarge, SheetForm, typed_in
from connect.contributions.models import Proposal
from connect.contributions.selectors import open_of, with_relations
from connect.contributions.sheets.reading import Typed
from connect.contributions.views.desk import Desk, show
from connect.contributions.views.entering import by_script, refuse, signed_in
from connect.memberships.permissions import may_contribute
from connect.offers.models import Offer
from connect.structures.models import Structure

KEEP, PREVIEW, PROPOSE, GIVE_UP = "brouillon", "apercu", "proposer", "abandonner"
ELSEWHERE = (
    "Ce brouillon a été enregistré ailleurs depuis que vous avez ouvert cette page. Votre texte est ci-dessous, "
    "rien n’a été écrasé. Vérifiez-le\u00a0: le prochain enregistrement remplacera l’autre version."
)
SENT = "Cette proposition est déjà chez la CRESS\u00a0: elle ne peut plus être modifiée ici."
OTHERS = (
    "Une autre proposition sur cette fiche est en cours de lecture. Regardez ce qu’elle change, ci-dessous, "
    "puis proposez la vôtre si elle est encore utile."
)
SAME = "Vous n’avez rien changé\u00a0: il n’y a rien à proposer."
TOO_MANY = (
    f"Vous avez déjà {services.MOST_NEW} nouvelles offres en cours pour cette structure. Votre texte est ci-dessous, "
    "mais il n’est pas enregistré\u00a0: terminez ou abandonnez d’abord un de vos brouillons."
)
METHODS = ["GET", "HEAD", "POST"]


@signed_in
@require_http_methods(METHODS)
def edit_offer(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Write a change of an offer.

    Raises:
        Http404: for whoever never acted for its structure.
    """
    found = Offer.objects.select_related("structure__commune", "funding_type")
    offer = found.filter(reference__iexact=reference).first()
    if offer is None:
        raise Http404("Cette page n’existe pas.")
    return _enter(request, Desk(offer.structure, offer.kind, offer))


@signed_in
@require_http_methods(METHODS)
def edit_structure(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Write a change of the sheet of a structure.

    Raises:
        Http404: for whoever never acted for it.
    """
    found = Structure.objects.select_related("commune").filter(reference__iexact=reference).first()
    if found is None:
        raise Http404("Cette page n’existe pas.")
    return _enter(request, Desk(found, Subject.STRUCTURE))


def _enter(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    if not may_contribute(request.user, desk.structure):
        return refuse(request, desk.structure, desk.subject, _sent(request, desk))
    structure = desk.structure if desk.offer is None else None
    desk.draft = open_of(request.user, offer=desk.offer, structure=structure)
    return write(request, desk)


def _sent(request: HttpRequest, desk: Desk) -> Typed:
    """What a refused person had typed: what they send, or the draft they had."""
    if request.method == "POST":
        return typed_of(request, desk) or {}
    draft = open_of(request.user, offer=desk.offer, structure=desk.structure)
    return draft.typed if draft else {}


def typed_of(request: HttpRequest, desk: Desk) -> Typed | None:
    """What the form holds, `None` when it is more than a sheet can."""
    try:
        return typed_in(request.POST, desk.subject)
    except DraftTooLarge:
        return None


def write(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Show the form of a desk, or do what its buttons say."""
    if request.method != "POST":
        if desk.draft is not None and desk.draft.state == State.SUBMITTED:
            return redirect("my-proposal", desk.draft.pk)
        return show(request, desk)
    if desk.draft is not None and desk.draft.state == State.SUBMITTED:
        return _already_sent(request, desk.draft)
    action = request.POST.get("action", KEEP)
    if action == GIVE_UP:
        return _give_up(request, desk)
    typed = typed_of(request, desk)
    if typed is None:
        return _too_large(request, desk)
    return _keep(request, desk, typed, action)


def _too_large(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    if by_script(request):
        return JsonResponse({"saved": False, "said": TOO_LARGE}, status=413)
    return show(request, desk, notice=TOO_LARGE, status=413)


def _too_many(request: HttpRequest, desk: Desk, typed: Typed) -> HttpResponseBase:
    if by_script(request):
        return JsonResponse({"saved": False, "said": TOO_MANY}, status=409)
    return show(request, desk, typed=typed, notice=TOO_MANY, status=409)


def _already_sent(request: HttpRequest, proposal: Proposal) -> HttpResponseBase:
    if by_script(request):
        return JsonResponse({"saved": False, "said": SENT}, status=409)
    messages.info(request, SENT)
    return redirect("my-proposal", proposal.pk)


def _give_up(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    if desk.draft is not None:
        try:
            services.give_up(request.user, desk.draft.pk)
        except services.NotWritable as refusal:
            return _already_sent(request, refusal.proposal)
        messages.success(request, "Brouillon abandonné. La fiche en ligne n’a pas changé.")
    return redirect("my-sheets")


def _keep(request: HttpRequest, desk: Desk, typed: Typed, action: str) -> HttpResponseBase:
    """Keep what is typed, then go where the button leads."""
    user: Any = request.user
    if action != PROPOSE and not by_script(request):
        wrong = _take_place(typed)
    else:
        wrong = None
    base = desk.read_base(request.POST.get("depart", ""))
    try:
        if desk.draft is None:
            desk.draft, made = services.begin(
                user, desk.structure, desk.subject, offer=desk.offer,
                base=base, typed=typed, nonce=_nonce(request),
            )  # fmt: skip
            # Somebody’s other window began it meanwhile: only the same text goes through.
            version = None if made else -1
        else:
            sent = _number(request.POST.get("version", ""))
            version = -1 if sent is None else sent
        if desk.draft.state == State.SUBMITTED:
            return _already_sent(request, desk.draft)
        desk.draft = services.keep(user, desk.draft.pk, typed, version=version)
    except services.TooManyUnderWay:
        return _too_many(request, desk, typed)
    except services.ChangedElsewhere as refusal:
        return _elsewhere(request, desk, refusal.proposal, typed)
    except services.NotWritable as refusal:
        return _already_sent(request, refusal.proposal)
    except PermissionDenied:
        return refuse(request, desk.structure, desk.subject, typed)
    if by_script(request):
        return _kept(desk)
    if action == PROPOSE:
        return _propose(request, desk, typed)
    if wrong is not None:
        form = SheetForm(desk.subject, desk.book, typed, desk.draft.base, check=True)
        form.errors.clear()
        form.add_error(PLACE, wrong)
        return show(request, desk, typed=typed, form=form, status=422)
    if action == PREVIEW:
        return redirect("my-preview", desk.draft.pk)
    messages.success(request, f"Brouillon enregistré à {_hour()}. Le public ne le voit pas.")
    return redirect(desk.url)


def _take_place(typed: Typed) -> ValidationError | None:
    """Turn the territory typed by its name into a box; what is wrong with it otherwise."""
    if not typed.get(PLACE):
        return None
    try:
        key = one_place(typed[PLACE])
    except ValidationError as error:
        return error
    typed["territories"] = sorted({*typed["territories"], key})
    typed[PLACE] = ""
    return None


def _nonce(request: HttpRequest) -> str:
    nonce = request.POST.get("nonce", "")
    return nonce if len(nonce) == 32 and nonce.isalnum() and nonce.isascii() else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _hour() -> str:
    now = timezone.localtime()
    return f"{now.hour}{NBSP}h{NBSP}{now.minute:02d}"


def _kept(desk: Desk) -> HttpResponseBase:
    draft: Any = desk.draft
    said = f"Enregistré à {_hour()}"
    return JsonResponse({"saved": True, "said": said, "version": draft.version, "url": desk.url})


def _elsewhere(
    request: HttpRequest, desk: Desk, current: Proposal, typed: Typed
) -> HttpResponseBase:
    if by_script(request):
        return JsonResponse({"saved": False, "said": ELSEWHERE, "elsewhere": True}, status=409)
    desk.draft = current
    return show(request, desk, typed=typed, notice=ELSEWHERE, status=409)


def _propose(request: HttpRequest, desk: Desk, typed: Typed) -> HttpResponseBase:
    draft: Any = desk.draft
    form = SheetForm(desk.subject, desk.book, typed, draft.base, check=True)
    if not form.is_valid():
        return show(request, desk, typed=typed, form=form, status=422)
    numbers = (_number(one) for one in request.POST.get("vu", "").split(",")[:50])
    seen = frozenset(one for one in numbers if one is not None)
    try:
        services.send(request.user, draft.pk, form.values, version=draft.version, seen=seen)
    except services.NothingChanged:
        form.add_error(None, SAME)
        return show(request, desk, typed=typed, form=form, status=422)
    except services.OthersAreRead:
        return show(request, desk, typed=typed, notice=OTHERS, status=409)
    except services.ChangedElsewhere as refusal:
        return _elsewhere(request, desk, refusal.proposal, typed)
    except services.NotWritable as refusal:
        return _already_sent(request, refusal.proposal)
    except PermissionDenied:
        return refuse(request, desk.structure, desk.subject, typed)
    messages.success(
        request,
        "Proposition envoyée à la CRESS. Le public lit l’ancienne version jusqu’à sa réponse, "
        "que vous recevrez par courriel.",
    )
    return redirect("my-sheets")


def own_proposal(request: HttpRequest, pk: int) -> Proposal:
    """A proposal of the person.

    Raises:
        Http404: when it is somebody else’s, or does not exist.
    """
    mine = with_relations(Proposal.objects.filter(author_id=request.user.pk, pk=pk))
    found = mine.order_by("pk").first()
    if found is None:
        raise Http404("Cette page n’existe pas.")
    return found
