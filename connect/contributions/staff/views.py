"""A proposal as the chamber reads it: what changes, what changed meanwhile, accepted in whole, in part, or returned."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from connect.common.sanitising import plain_text
from connect.contributions import deciding
from connect.contributions.enums import State, Subject
from connect.contributions.forms import field_of
from connect.contributions.models import Proposal
from connect.contributions.permissions import may_decide
from connect.contributions.selectors import live_values, live_version, with_relations
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.comparing import Difference, moved
from connect.contributions.sheets.questions import MANY, Shape
from connect.contributions.sheets.reading import typed_from
from connect.contributions.views.preview import draw
from connect.offers.enums import Kind, Status

PREFIX = "valeur"
ACCEPT, RETURN = "accepter", "retourner"
CHANGED = (
    "La fiche ou la proposition a changé depuis que vous avez ouvert cette page. Rien n’a été écrasé\u00a0; "
    "ce que vous avez écrit est encore ci-dessous. Relisez les différences, puis décidez de nouveau."
)


@dataclass(frozen=True)
class Row:
    """One difference with what may be done of it.

    Attributes:
        difference: the field.
        field: where its value may be amended before it is accepted.
        picked: whether it is accepted.
        opened: whether its value is being amended.
    """

    difference: Difference
    field: forms.BoundField
    picked: bool
    opened: bool


class AmendForm(forms.Form):
    """The values of the fields that change, each amendable, and the motive of a return."""

    motive = forms.CharField(
        label="Motif du retour",
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="L’auteur le lira. Dites ce qui manque, ou ce qu’il faut changer.",
    )

    def __init__(
        self, found: list[Difference], book: Book, typed: dict[str, Any], data: Any
    ) -> None:
        """Make the fields.

        Args:
            found: what changes.
            book: the choices.
            typed: what each field holds first.
            data: what was sent, `None` to show.
        """
        super().__init__(data, prefix=PREFIX, initial=typed)
        for one in found:
            made = field_of(one.question, book, one.proposed)
            if one.question.shape in MANY:
                made.widget = forms.CheckboxSelectMultiple(choices=_boxes(one, book))
                if isinstance(made, forms.MultipleChoiceField):
                    made.widget.choices = _boxes(one, book)
            self.fields[one.name] = made

    def clean_motive(self) -> str:
        """The motive as plain text."""
        return plain_text(str(self.cleaned_data.get("motive", "")))


def _boxes(one: Difference, book: Book) -> list[tuple[str, str]]:
    if one.question.shape != Shape.PLACES:
        return list(book.choices(one.name))
    keys = sorted({*one.base, *one.live, *one.proposed})
    return [(key, book.place_label(key)) for key in keys]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what a proposal changes, or decide it.

    Raises:
        PermissionDenied: for whoever does not validate.
        Http404: when there is none.
    """
    if not may_decide(request.user):
        raise PermissionDenied
    proposal = with_relations(Proposal.objects.filter(pk=pk)).order_by("pk").first()
    if proposal is None or proposal.state in {State.DRAFT, State.WITHDRAWN}:
        raise Http404("Cette proposition n’existe pas, ou son auteur l’a reprise.")
    if proposal.state != State.SUBMITTED:
        status = 409 if request.method == "POST" else 200
        return _decided(request, proposal, status)
    return _Desk(request, proposal).answer()


class _Desk:
    """The page of one proposal that waits, for one request."""

    def __init__(self, request: HttpRequest, proposal: Proposal) -> None:
        self.request, self.proposal = request, proposal
        self.book = Book()
        self.found = deciding.differences_of(proposal, self.book)
        typed = typed_from(proposal.values, proposal.subject, self.book)
        sent = request.POST if request.method == "POST" else None
        self.form = AmendForm(self.found, self.book, typed, sent)
        self.picked = self._picked(sent)

    def _picked(self, sent: QueryDict | None) -> set[str]:
        if sent is not None:
            return set(sent.getlist("retenir"))
        return {one.name for one in self.found if not one.is_conflict and not one.is_done}

    def answer(self) -> HttpResponseBase:
        """Show, or do what the button says."""
        if self.request.method != "POST":
            return self.draw()
        returns = self.request.POST.get("action") == RETURN
        valid = self.form.is_valid()
        wrong = set(self.form.errors) & (set() if returns else self.picked)
        for name in set(self.form.errors) - wrong:
            # A value that is left out needs no correction.
            del self.form.errors[name]
        if not valid and wrong:
            return self.draw(status=422)
        try:
            return self._return() if returns else self._accept()
        except deciding.AlreadyDecided as refusal:
            if refusal.proposal.state in {State.DRAFT, State.WITHDRAWN}:
                messages.warning(self.request, "Son auteur vient de reprendre cette proposition.")
                return redirect("monday")
            return _decided(self.request, refusal.proposal, 409)
        except deciding.SheetMoved:
            self.proposal.refresh_from_db()
            return self.draw(notice=CHANGED, status=409)
        except ValidationError as error:
            self._take(error, returns=returns)
            return self.draw(status=422)

    def _version(self) -> int:
        sent = self.request.POST.get("version", "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0

    def _accept(self) -> HttpResponseBase:
        deciding.accept(
            self.proposal.pk,
            by=self.request.user,
            picked=self.picked,
            written={one.name: self.form.cleaned_data.get(one.name) for one in self.found},
            version=self._version(),
            sheet_version=self.request.POST.get("fiche", "")[:64],
        )
        messages.success(
            self.request,
            f"«\u00a0{self.proposal.title}\u00a0»\u00a0: proposition acceptée. L’auteur est averti.",
        )
        return redirect("monday")

    def _return(self) -> HttpResponseBase:
        deciding.send_back(
            self.proposal.pk,
            by=self.request.user,
            motive=self.form.cleaned_data.get("motive", ""),
            version=self._version(),
        )
        messages.success(
            self.request,
            f"«\u00a0{self.proposal.title}\u00a0»\u00a0: proposition retournée. L’auteur est averti.",
        )
        return redirect("monday")

    def _take(self, error: ValidationError, *, returns: bool) -> None:
        if returns:
            self.form.add_error("motive", error)
        elif not hasattr(error, "error_dict"):
            self.form.add_error(None, error)
        else:
            for name, errors in error.error_dict.items():
                known = name in self.form.fields and name != NON_FIELD_ERRORS
                for one in errors:
                    self.form.add_error(name if known else None, one)

    def draw(self, *, notice: str = "", status: int = 200) -> HttpResponse:
        """The page."""
        proposal = self.proposal
        live = live_values(proposal)
        changed = {one.name for one in self.found}
        asked = self.form.data if self.form.is_bound else {}
        rows = [
            Row(
                one,
                self.form[one.name],
                one.name in self.picked,
                bool(self.form[one.name].errors) or f"ouvrir-{one.name}" in asked,
            )
            for one in self.found
            if not one.is_done
        ]
        context = {
            **_frame(proposal),
            "proposal": proposal,
            "rows": rows,
            "done": [one.label for one in self.found if one.is_done],
            "elsewhere": [] if proposal.is_new else self._elsewhere(live, changed),
            "form": self.form,
            "errors": self.form.non_field_errors() if self.form.is_bound else [],
            "notice": notice,
            "sheet_version": live_version(proposal),
            "warning": _warning(proposal),
        }
        return render(self.request, "contributions/staff/decision.html", context, status=status)

    def _elsewhere(self, live: dict[str, Any], changed: set[str]) -> list[Difference]:
        """What others changed that the author did not touch: it stays as it is."""
        found = moved(self.proposal.subject, self.proposal.base, live, self.book)
        return [one for one in found if one.name not in changed]


def _frame(proposal: Proposal) -> dict[str, Any]:
    return {
        "header_title": proposal.title,
        "header_icon": "edit",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": reverse("monday"), "label": "La page du lundi"},
            {"url": "", "label": f"Proposition\u00a0: {proposal.title}"},
        ],
        "sheet_url": _sheet_url(proposal),
    }


def _sheet_url(proposal: Proposal) -> str:
    if proposal.subject == Subject.STRUCTURE:
        return reverse("structures:edit", args=[proposal.structure_id])
    if proposal.offer_id is None:
        return ""
    name = "appels:edit" if proposal.subject == Kind.CALL else "offres:edit"
    return reverse(name, args=[proposal.offer_id])


def _warning(proposal: Proposal) -> str:
    """What the chamber should know of the sheet before it decides."""
    if proposal.is_gone:
        return "L’offre a été supprimée depuis\u00a0: retournez la proposition à son auteur."
    offer = proposal.offer
    if offer is None:
        return ""
    if offer.structure_id != proposal.structure_id:
        return f"Depuis, l’offre a changé de structure\u00a0: elle est tenue par {offer.structure.name}."
    return {
        Status.ARCHIVED: "L’offre est archivée\u00a0: accepter met la fiche à jour sans la montrer au public.",
        Status.HIDDEN: "L’offre est masquée\u00a0: accepter met la fiche à jour sans la montrer au public.",
        Status.DRAFT: "L’offre n’a jamais été publiée\u00a0: accepter la rend visible du public.",
        Status.TO_VALIDATE: "L’offre attend d’être validée\u00a0: accepter la rend visible du public.",
    }.get(Status(offer.status), "")


def _decided(request: HttpRequest, proposal: Proposal, status: int) -> HttpResponse:
    """Say who decided, and what."""
    context = {**_frame(proposal), "proposal": proposal, "amended": proposal.amended}
    return render(request, "contributions/staff/decided.html", context, status=status)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the public page that a proposal would make.

    Raises:
        PermissionDenied: for whoever does not validate.
        Http404: when it was not sent.
    """
    if not may_decide(request.user):
        raise PermissionDenied
    sent = Proposal.objects.filter(pk=pk, state=State.SUBMITTED)
    proposal = with_relations(sent).order_by("pk").first()
    if proposal is None:
        raise Http404("Cette proposition n’attend plus.")
    back = reverse("proposal-decision", args=[pk])
    return draw(request, proposal, {"back": back, "writable": False, "title": proposal.title})
