"""The ledger in the management pages: read-only, filtered, searched by recipient."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from connect.notifications.enums import State
from connect.notifications.kinds import all_kinds, kind_of
from connect.notifications.models import Notice
from connect.notifications.permissions import may_read_ledger
from connect.notifications.selectors import is_uncertain, uncertain
from connect.notifications.services import recipient_of

UNCERTAIN = "incertain"
STATES = [*State.choices, (UNCERTAIN, "Incertain : parti, ou non")]


def _kind_choices() -> list[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in all_kinds()]


class LedgerFilters(WagtailFilterSet):
    """State, kind, date, recipient."""

    recipient = django_filters.CharFilter(label="Destinataire", method="of_recipient")
    state = django_filters.ChoiceFilter(label="État", choices=STATES, method="in_state")
    kind = django_filters.ChoiceFilter(label="Nature", choices=_kind_choices)
    due_at = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)

    class Meta:
        model = Notice
        fields: list[str] = []

    def of_recipient(self, rows: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        """Keep the rows of an address or of a name; an address that we no longer keep is found by its digest."""
        words = value.strip()
        named = Q(user__last_name__icontains=words) | Q(user__first_name__icontains=words)
        written = Q(user__email__icontains=words) | Q(address__icontains=words)
        return rows.filter(written | named | Q(recipient=recipient_of(words)))

    def in_state(self, rows: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        """Keep the rows of a state, or those of which nobody knows."""
        return rows.filter(uncertain() if value == UNCERTAIN else Q(state=value))


def _kind_label(notice: Notice) -> str:
    kind = kind_of(notice.kind)
    return kind.label if kind else notice.kind


def _subject(notice: Notice) -> str:
    return notice.subject or ("Effacé" if notice.sent_at else "Pas encore écrit")


def _state_label(notice: Notice) -> str:
    label = "Incertain" if is_uncertain(notice) else notice.get_state_display()
    return f"{label} : {notice.reason}" if notice.reason else label


def _moment(notice: Notice) -> str:
    """When it was sent, or from when it will be; the state says which."""
    return date_format(timezone.localtime(notice.sent_at or notice.due_at), "d/m/Y H:i")


class LedgerView(ReportView):
    """Everything that was sent, is to be, or was not; no export, for these are addresses of persons."""

    page_title = "Messages envoyés"
    header_icon = "mail"
    index_url_name = "ledger"
    index_results_url_name = "ledger-results"
    default_ordering = "-pk"
    is_searchable = False
    FORMATS = ()
    show_export_buttons = False
    filterset_class = LedgerFilters
    columns = [
        Column("mail_subject", label="Message", accessor=_subject),
        Column("kind_label", label="Nature", accessor=_kind_label),
        Column("to", label="Destinataire"),
        Column("state_label", label="État", accessor=_state_label),
        Column("moment", label="Date", accessor=_moment),
        Column("attempts", label="Essais"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open to whoever may read the ledger.

        Raises:
            PermissionDenied: for the others.
        """
        if not may_read_ledger(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]  # Wagtail is untyped

    def get_queryset(self) -> QuerySet[Notice]:
        """The rows with the address they go to; an erased one says so."""
        to = Case(
            When(user__isnull=False, then=F("user__email")),
            When(address="", then=Value("adresse effacée")),
            default=F("address"),
            output_field=CharField(),
        )
        return Notice.objects.annotate(to=to)
