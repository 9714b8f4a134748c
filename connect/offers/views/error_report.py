"""« Signaler une erreur »: a visitor says what is wrong on a sheet, without an account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from connect.common.sanitising import plain_text
from connect.common.visitor_forms import VisitorForm, sent_too_often
from connect.offers.enums import ReportedFault
from connect.offers.models import Offer
from connect.offers.reporting import already_reported, fault_labels, report_error
from connect.offers.selectors import visible_to
from connect.structures.models import Structure
from connect.structures.selectors import visible_to as structures_visible_to

LONGEST = 500
MOST_AN_HOUR = 5
TOO_OFTEN = (
    "Vous avez déjà envoyé plusieurs signalements depuis une heure. Votre texte est encore ci-dessous : "
    "gardez cette page ouverte et renvoyez-le dans une heure."
)


class _Sentence(forms.CharField):
    """Plain text; a line break counts for one character, as in the browser."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return plain_text(text.replace("\r\n", "\n").replace("\r", "\n"))


class ErrorReportForm(VisitorForm):
    """What is wrong, in whose words, and where to answer."""

    fault = forms.ChoiceField(
        label="Qu’est-ce qui ne va pas ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qui ne va pas."},
    )
    sentence = _Sentence(
        label="Précisez en une phrase",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce que vous avez vu, et ce qui serait juste si vous le savez. 500 caractères au plus.",
        error_messages={
            "max_length": "Votre texte a %(show_value)d caractères ; 500 au plus. Raccourcissez-le."
        },
    )
    address = forms.EmailField(
        label="Votre adresse électronique",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Pour vous dire ce que nous avons fait, et pour rien d’autre. Elle est effacée au bout de 90 jours.",
        error_messages={"invalid": "Écrivez une adresse complète, comme nom@exemple.fr."},
    )

    def __init__(self, *args: Any, of_structure: bool, **kwargs: Any) -> None:
        """Offer the faults that the sheet can have.

        Args:
            args: passed on.
            of_structure: whether the sheet is a structure's.
            kwargs: passed on.
        """
        super().__init__(*args, **kwargs)
        labels = fault_labels(of_structure=of_structure)
        self.fields["fault"].choices = [(one.value, label) for one, label in labels.items()]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Ask for a sentence when the choice says nothing by itself."""
        cleaned = super().clean()
        if cleaned.get("fault") == ReportedFault.OTHER and not cleaned.get("sentence"):
            if "sentence" not in self.errors:
                self.add_error("sentence", "Dites en une phrase ce qui ne va pas.")
        return cleaned


def _subject(request: HttpRequest, reference: str) -> Offer | Structure:
    """The offer or the structure, if its page can be seen.

    Raises:
        Http404: as its page does, for what is hidden as for what does not exist.
    """
    offers = visible_to(request.user).select_related("structure")
    found: Offer | Structure | None = offers.filter(reference__iexact=reference).first()
    if found is None:
        structures = structures_visible_to(request.user)
        found = structures.filter(reference__iexact=reference).first()
    if found is None:
        raise Http404("Cette fiche n’existe pas ou n’est plus diffusée.")
    return found


def _page(
    request: HttpRequest, subject: Offer | Structure, template: str, **extra: Any
) -> HttpResponse:
    status = extra.pop("status", 200)
    of_structure = isinstance(subject, Structure)
    context = {
        "subject": subject,
        "name": subject.name if isinstance(subject, Structure) else subject.title,
        "by": "" if isinstance(subject, Structure) else subject.structure.name,
        "of_structure": of_structure,
        **extra,
    }
    return render(request, template, context, status=status)


def _errors(form: ErrorReportForm) -> list[dict[str, str]]:
    """Every error with the field it leads to, for the summary."""
    found = []
    for name, messages in form.errors.items():
        field = form.fields.get(name)
        target = f"{form[name].id_for_label or form[name].auto_id}" if field else ""
        # A group of choices has no one label: its first box takes the focus.
        target = f"{form[name].auto_id}_0" if name == "fault" else target
        found += [{"text": str(message), "id": target} for message in messages]
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Show the form, or keep what it says.

    Raises:
        Http404: when the sheet is not shown to the public.
    """
    subject = _subject(request, reference)
    if reference != subject.reference:
        return redirect("report-error", subject.reference)
    of_structure = isinstance(subject, Structure)
    template = "offers/report_form.html"
    if request.method != "POST":
        form = ErrorReportForm(of_structure=of_structure)
        return _page(request, subject, template, form=form, errors=[])
    form = ErrorReportForm(request.POST, of_structure=of_structure)
    if not form.is_valid():
        return _page(request, subject, template, form=form, errors=_errors(form), status=422)
    said = form.cleaned_data
    if already_reported(subject, said["fault"], said["sentence"]):
        return redirect("report-thanks", subject.reference)
    if sent_too_often(request, "error-report", most=MOST_AN_HOUR, seconds=3600):
        form.add_error(None, TOO_OFTEN)
        return _page(request, subject, template, form=form, errors=_errors(form), status=429)
    try:
        report_error(subject, said["fault"], sentence=said["sentence"], address=said["address"])
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return _page(request, subject, template, form=form, errors=_errors(form), status=422)
    return redirect("report-thanks", subject.reference)


@require_safe
def thanks(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the report arrived, and what comes next.

    Raises:
        Http404: when the sheet is not shown to the public.
    """
    return _page(request, _subject(request, reference), "offers/report_thanks.html")
