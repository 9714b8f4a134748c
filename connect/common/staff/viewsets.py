"""Base of the sets of management pages: one model, its list, forms and history."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import registry as log_registry

from connect.common.staff.exports import NeutralExportMixin
from connect.common.staff.history import changes_html
from connect.common.staff.saving import Saver, ServiceCreateView, ServiceEditView


class StaffIndexView(NeutralExportMixin, generic.IndexView):
    """A list with safe exports; `select_related` keeps its statements few whatever its length."""

    related: ClassVar[tuple[str, ...]] = ()
    add_item_label = "Ajouter"

    def get_base_queryset(self) -> QuerySet[Any]:
        """The rows with what their columns show."""
        found: QuerySet[Any] = super().get_base_queryset()
        return found.select_related(*self.related) if self.related else found


class StaffHistoryView(HistoryView):
    """Who changed what, and when."""

    page_title = "Historique"

    @cached_property
    def columns(self) -> list[Any]:
        """The action, its fields before and after, its author, its date."""
        action, *others = super().columns
        action.accessor = lambda entry: log_registry.get_action_label(entry.action)
        return [action, Column("changes", label="Changements", accessor=changes_html), *others]


class StaffViewSet(ModelViewSet):
    """Management pages of a model whose writes go through a service.

    Attributes:
        save_with: the service.
        panels: the panels of both forms; see `edit_panels` when they differ.
        related: relations that the list shows.
        base_form_class: the form, when it checks more than its fields.
    """

    index_view_class = StaffIndexView
    add_view_class = ServiceCreateView
    edit_view_class = ServiceEditView
    history_view_class = StaffHistoryView
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_per_page = 50
    save_with: Saver
    related: tuple[str, ...] = ()
    panels: Sequence[Panel] = ()
    edit_panels: Sequence[Panel] = ()
    base_form_class: type[WagtailAdminModelForm] = WagtailAdminModelForm

    def _bound(self, panels: Sequence[Panel]) -> Any:
        handler = ObjectList(list(panels), base_form_class=self.base_form_class)
        return handler.bind_to_model(self.model)

    def get_edit_handler(self) -> Any:
        """The creation form."""
        return self._bound(self.panels)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Add the relations to fetch with the rows."""
        found: dict[str, Any] = super().get_index_view_kwargs(related=self.related, **kwargs)
        return found

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Add the service."""
        found: dict[str, Any] = super().get_add_view_kwargs(save_with=self.save_with, **kwargs)
        return found

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Add the service, and the panels of the edit form when they differ."""
        if self.edit_panels:
            panel = self._bound(self.edit_panels)
            kwargs = {"panel": panel, "form_class": panel.get_form_class(), **kwargs}
        found: dict[str, Any] = super().get_edit_view_kwargs(save_with=self.save_with, **kwargs)
        return found


def kept(name: str, **kwargs: Any) -> FieldPanel:
    """A field that is shown and cannot be changed here."""
    return FieldPanel(name, read_only=True, **kwargs)
