"""Views of the management pages of offers: lists with bulk actions, forms by kind."""

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.utils import set_query_params
from wagtail.admin.widgets.button import Button, HeaderButton

from connect.common.staff.saving import ServiceCreateView, ServiceEditView
from connect.common.staff.viewsets import StaffIndexView
from connect.offers.enums import Kind, Status
from connect.offers.models import Offer
from connect.offers.staff.bulk import ACTIONS
from connect.offers.staff.forms import panels_of

NEW = {
    Kind.FUNDING: "Nouveau financement",
    Kind.ACCOMPANIMENT: "Nouvel accompagnement",
    Kind.CALL: "Nouvel appel à projets",
}


def bulk_url(action: type[Any], **query: Any) -> str:
    """Address of the confirmation page of a bulk action."""
    url = reverse("wagtail_bulk_action", args=["offers", "offer", action.action_type])
    return f"{url}?{urlencode(query)}" if query else url


class OfferIndexView(StaffIndexView):
    """List of offers of some kinds, with what may be done to several at once."""

    kinds: ClassVar[Sequence[str]] = ()

    def get_base_queryset(self) -> QuerySet[Any]:
        """The offers of these kinds, with their structure."""
        return super().get_base_queryset().filter(kind__in=self.kinds)

    def get_page_title(self) -> str:
        """Two lists of one table: each is headed by its own name."""
        return "Appels à projets" if tuple(self.kinds) == (Kind.CALL,) else "Offres"

    @cached_property
    def allowed_actions(self) -> list[type[Any]]:
        """The bulk actions open to the person."""
        return [action for action in ACTIONS if action.allowed_to(self.request.user)]

    @cached_property
    def columns(self) -> list[Any]:
        """The columns, with boxes to tick for those who may act on several offers."""
        boxes = [BulkActionsCheckboxColumn("bulk_actions", obj_type="offer")]
        return [*(boxes if self.allowed_actions else []), *super().columns]

    def _get_title_column(self, field_name: str, column_class: Any = None, **kwargs: Any) -> Any:
        kwargs["get_title_id"] = lambda offer: f"offer_{offer.pk}_title"
        if column_class is not None:
            kwargs["column_class"] = column_class
        return super()._get_title_column(field_name, **kwargs)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """One button for each kind that can be created here."""
        if not self.add_url:
            return []
        return [
            HeaderButton(NEW[Kind(kind)], url=f"{self.add_url}?kind={kind}", icon_name="plus")
            for kind in self.kinds
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the bulk actions that the footer shows."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["bulk_buttons"] = [
            {"url": bulk_url(action), "label": action.display_name, "aria": action.aria_label}
            for action in self.allowed_actions
        ]
        return context


class OfferCreateView(ServiceCreateView):
    """Creates an offer of the kind asked in the address."""

    kinds: ClassVar[Sequence[str]] = ()

    @property
    def kind(self) -> str:
        """The kind asked, or the first of those created here."""
        asked = str(self.request.GET.get("kind", ""))
        return asked if asked in self.kinds else self.kinds[0]

    def get_panel(self) -> Any:
        """The panels of the kind."""
        return panels_of(self.kind, editing=False)

    def get_initial_form_instance(self) -> Offer:
        """A new offer of the kind, so that its rules are checked."""
        return Offer(kind=self.kind)

    def get_add_url(self) -> str:
        """Where the form is sent: the kind goes with it."""
        return set_query_params(super().get_add_url(), {"kind": self.kind})  # type: ignore[no-any-return]  # Wagtail is untyped

    def get_page_subtitle(self) -> str:
        """What is being created."""
        return NEW[Kind(self.kind)]


class OfferEditView(ServiceEditView):
    """Edits an offer with the form of its kind; its state changes by the actions above the form."""

    kinds: ClassVar[Sequence[str]] = ()

    def get_panel(self) -> Any:
        """The panels of the offer's kind."""
        self.object = self.get_object()
        return panels_of(self.object.kind, editing=True)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """The actions on this offer, and its public page."""
        buttons = list(super().header_more_buttons)
        back = self.get_edit_url()
        for rank, action in enumerate(ACTIONS):
            if action.allowed_to(self.request.user) and action.concerns(self.object):
                url = bulk_url(action, id=self.object.pk, next=back)
                buttons.append(
                    Button(
                        action.display_name, url=url, icon_name=action.icon_name, priority=40 + rank
                    )
                )
        if self.object.status == Status.VISIBLE:
            buttons.append(
                Button(
                    "Voir sur le site",
                    url=self.object.get_absolute_url(),
                    icon_name="view",
                    priority=90,
                )
            )
        return buttons
