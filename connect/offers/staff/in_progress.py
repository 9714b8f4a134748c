"""Panel of the management home page: what is under way in the catalogue, beside what awaits a decision."""

import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from connect.common.clock import today
from connect.offers import permissions
from connect.offers.enums import HiddenMotive, Kind, Status
from connect.offers.models import Offer
from connect.offers.selectors import open_on

SOON = datetime.timedelta(days=7)


class InProgressPanel(Component):
    """Counts of what is under way, each with the list it counts; nothing for those who do not write offers."""

    name = "in_progress"
    order = 50
    template_name = "management/in_progress.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Add `lines`, in one statement."""
        if not permissions.may_edit(self.request.user):
            return {"lines": []}
        day = today()
        calls, others = Q(kind=Kind.CALL), ~Q(kind=Kind.CALL)
        visible = Q(status=Status.VISIBLE)
        counts = Offer.objects.aggregate(
            drafts=Count("pk", filter=others & Q(status=Status.DRAFT)),
            calls=Count("pk", filter=calls & Q(status=Status.DRAFT)),
            uncertain=Count("pk", filter=others & Q(hidden_motive=HiddenMotive.UNCERTAIN)),
            closing=Count("pk", filter=visible & open_on(day) & Q(closes_on__lte=day + SOON)),
        )
        offers, call_list = reverse("offres:index"), reverse("appels:index")
        lines = [
            ("Brouillons d’offres", counts["drafts"], f"{offers}?status={Status.DRAFT.value}"),
            (
                "Brouillons d’appels à projets",
                counts["calls"],
                f"{call_list}?status={Status.DRAFT.value}",
            ),
            (
                "Masquées en attendant la structure",
                counts["uncertain"],
                f"{offers}?hidden_motive={HiddenMotive.UNCERTAIN.value}",
            ),
            (
                "Appels qui se terminent dans la semaine",
                counts["closing"],
                f"{call_list}?stage=en_cours&ordering=closes_on",
            ),
        ]
        return {
            "lines": [{"label": label, "count": count, "url": url} for label, count, url in lines]
        }
