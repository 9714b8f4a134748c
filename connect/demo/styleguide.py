"""The developers' page: every component of the interface with realistic content."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connect.common import french
from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.index import current
from connect.offers.catalogue.overview import Overview, overview
from connect.offers.catalogue.results import answer
from connect.offers.catalogue.rows import rows_of
from connect.offers.enums import Kind
from connect.offers.selectors import closing_soon, visible_to


class SampleForm(forms.Form):
    """A form with a mistake, to show how one is said."""

    email = forms.EmailField(
        label="Votre courriel", help_text="Pour vous répondre, et rien d’autre."
    )
    question = forms.CharField(label="Votre question", widget=forms.Textarea, required=False)


def _table(figures: Overview) -> list[list[dict[str, Any]]]:
    return [
        [
            {"text": one.plural_label, "header": True, "end": False, "url": one.url},
            {"text": french.number(one.count), "header": False, "end": True, "url": ""},
        ]
        for one in figures.typologies
    ]


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the components.

    Args:
        request: unused.

    Raises:
        Http404: on a real installation.
    """
    if not settings.DEMO:
        raise Http404
    index, figures = current(), overview()
    form = SampleForm({"email": "prenom.nom@", "question": ""})
    errors = [
        {"text": text, "id": form[name].auto_id}
        for name, texts in form.errors.items()
        for text in texts
    ]
    offers = visible_to(request.user).exclude(kind=Kind.CALL).select_related("structure__entity")
    address = request.path
    context = {
        "typologies": figures.typologies,
        "rows": rows_of(offers.order_by("-kind", "reference")[:4], index),
        "calls": rows_of(closing_soon(request.user, 3), index),
        "facet": answer(Criteria(), index, None, request.user).facets[0],
        "chips": [
            {"label": "Prêt", "remove_url": address},
            {"label": "Proposé à Ancenis-Saint-Géréon", "remove_url": address},
        ],
        "tabs": [
            {"label": "En cours", "url": address, "current": True, "count": figures.open_calls},
            {"label": "Clos", "url": address, "current": False, "count": figures.closed_calls},
        ],
        "headers": [{"label": "Type", "end": False}, {"label": "Offres", "end": True}],
        "table": _table(figures),
        "form": form,
        "errors": errors,
    }
    return render(request, "styleguide.html", context)
