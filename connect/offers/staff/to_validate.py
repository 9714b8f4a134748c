"""Panel of the management home page: what waits for the team."""

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
from connect.offers.staff.filters import not_verified_for_a_year

SOON = datetime.timedelta(days=7)


class ToValidatePanel(Component):
    """Counts of what waits, each with the list it counts; nothing for those who do not write offers."""

    name = "to_validate"
    order = 50
    template_name = "management/to_validate.html"

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
            offers=Count("pk", filter=others & Q(status=Status.TO_VALIDATE)),
            calls=Count("pk", filter=calls & Q(status=Status.TO_VALIDATE)),
            drafts=Count("pk", filter=others & Q(status=Status.DRAFT)),
            uncertain=Count("pk", filter=others & Q(hidden_motive=HiddenMotive.UNCERTAIN)),
            stale=Count("pk", filter=others & visible & not_verified_for_a_year(day)),
            closing=Count("pk", filter=visible & open_on(day) & Q(closes_on__lte=day + SOON)),
        )
        offers, call_list = reverse("offres:index"), reverse("appels:index")
        lines = [
            ("Offres à valider", counts["offers"], f"{offers}?status={Status.TO_VALIDATE.value}"),
            (
                "Appels à projets à valider",
                counts["calls"],
                f"{call_list}?status={Status.TO_VALIDATE.value}",
            ),
            ("Brouillons", counts["drafts"], f"{offers}?status={Status.DRAFT.value}"),
            (
                "Masquées en attendant la structure",
                counts["uncertain"],
                f"{offers}?hidden_motive={HiddenMotive.UNCERTAIN.value}",
            ),
            (
                "Visibles, non vérifiées depuis un an",
                counts["stale"],
                f"{offers}?status={Status.VISIBLE.value}&stale=true",
            ),
            (
                "Appels clos dans la semaine",
                counts["closing"],
                f"{call_list}?stage=en_cours&ordering=closes_on",
            ),
        ]
        return {
            "lines": [{"label": label, "count": count, "url": url} for label, count, url in lines]
        }
