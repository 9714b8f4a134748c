"""Puts the ledger into the management pages."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from connect.notifications.permissions import may_read_ledger
from connect.notifications.staff import LedgerView


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    """The list, at `/gestion/messages/`."""
    return [
        path("messages/", LedgerView.as_view(), name="ledger"),
        path("messages/results/", LedgerView.as_view(results_only=True), name="ledger-results"),
    ]


class _LedgerItem(MenuItem):
    """The entry of the list, for whoever may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may open the list."""
        return may_read_ledger(request.user)


@hooks.register("register_reports_menu_item")
def register_menu_item() -> MenuItem:
    """Among the reports."""
    return _LedgerItem("Messages envoyés", reverse_lazy("ledger"), icon_name="mail", order=700)
