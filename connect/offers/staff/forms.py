"""Forms of an offer, by kind."""

from typing import Any

from django import forms
from django.db.models import Q
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel

from connect.common.staff.viewsets import kept
from connect.offers.choosers import offer_chooser_viewset
from connect.offers.enums import Kind
from connect.offers.models import Offer
from connect.structures.choosers import structure_chooser_viewset
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory

# Nobody picks a commune among thousands in a list: an offer reaches an intercommunality at the least.
LISTED_LEVELS = (Level.EUROPE, Level.COUNTRY, Level.REGION, Level.DEPARTMENT, Level.EPCI)


class OfferForm(WagtailAdminModelForm):
    """Form of an offer; territories are grouped by level, the widest first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "previous_edition" in self.fields:
            previous = self.fields["previous_edition"]
            calls = Offer.objects.filter(kind=Kind.CALL).exclude(pk=self.instance.pk)
            previous.queryset = calls.order_by("title", "reference")
            previous.error_messages["invalid_choice"] = (
                "Choisissez un appel à projets, autre que celui-ci."
            )
        field = self.fields.get("territories")
        if field is None:
            return
        listed = Q(level__in=LISTED_LEVELS)
        if self.instance.pk:
            chosen = self.instance.territories.order_by().values_list("pk", flat=True)
            listed |= Q(pk__in=list(chosen))
        field.queryset = Territory.objects.filter(listed).order_by("name", "code")
        rows = list(field.queryset)
        field.choices = [
            (Level(level).label, [(row.pk, str(row)) for row in rows if row.level == level])
            for level in Level.values
            if any(row.level == level for row in rows)
        ]


def _ticks(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple)


WHAT = [
    FieldPanel("title"),
    FieldPanel("structure", widget=structure_chooser_viewset.widget_class),
    FieldPanel("summary"),
    FieldPanel("conditions"),
    FieldPanel("how_to_apply"),
]
AMOUNTS = FieldRowPanel(
    [FieldPanel("amount_min"), FieldPanel("amount_max"), FieldPanel("rate_max")], heading="Montants"
)
OF_KIND: dict[str, MultiFieldPanel] = {
    Kind.FUNDING: MultiFieldPanel(
        [FieldPanel("funding_type"), _ticks("objects_funded"), AMOUNTS], heading="Le financement"
    ),
    Kind.ACCOMPANIMENT: MultiFieldPanel(
        [
            _ticks("accompaniment_types"),
            FieldPanel("cost"),
            FieldRowPanel(
                [FieldPanel("is_individual"), FieldPanel("is_collective")], heading="Modalités"
            ),
        ],
        heading="L’accompagnement",
    ),
    Kind.CALL: MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")], heading="Dates"),
            FieldPanel("previous_edition", widget=offer_chooser_viewset.widget_class),
            AMOUNTS,
        ],
        heading="L’appel à projets",
    ),
}
FOR_WHOM = MultiFieldPanel(
    [_ticks("structure_types"), FieldPanel("all_sectors"), _ticks("sectors"), _ticks("phases")],
    heading="Pour qui",
    help_text="Rien de coché veut dire « non renseigné », jamais « personne ».",
)
WHERE = MultiFieldPanel(
    [FieldPanel("reach"), _ticks("territories"), FieldPanel("origin")],
    heading="Où",
    classname="collapsed",
)
CONTACT = MultiFieldPanel(
    [FieldPanel("link"), FieldPanel("email"), FieldPanel("phone")],
    heading="Qui joindre",
    help_text="Vide, la fiche montre les coordonnées de la structure.",
)
FOLLOWED = [kept("reference"), kept("status"), kept("hidden_motive"), kept("hidden_note")]


def panels_of(kind: str, *, editing: bool) -> ObjectList:
    """The form of a kind of offer, bound to the model.

    Args:
        kind: decides which fields are asked.
        editing: whether the offer exists, and so has a reference and a state to show.
    """
    panels: list[Panel] = [
        MultiFieldPanel(WHAT, heading="L’essentiel"),
        OF_KIND[Kind(kind)],
        FOR_WHOM,
        WHERE,
        CONTACT,
        MultiFieldPanel(
            [*(FOLLOWED if editing else []), FieldPanel("verified_on")], heading="Suivi"
        ),
    ]
    bound: ObjectList = ObjectList(panels, base_form_class=OfferForm).bind_to_model(Offer)
    return bound
