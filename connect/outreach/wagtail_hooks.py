"""Puts the campaigns into the management pages."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from connect.outreach import permissions
from connect.outreach.staff import campaigns, coverage, previews, prospects, rhythms


class _CampaignsItem(MenuItem):
    """The entry of the menu, for whoever prepares campaigns."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may open the page."""
        return permissions.may_prepare(request.user)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    """The pages under `/gestion/relances/`."""
    return [
        path("relances/", campaigns.index, name="campaigns"),
        path("relances/preparer/", campaigns.prepare, name="campaign-prepare"),
        path("relances/rythme/", rhythms.rhythms, name="rhythms"),
        path("relances/couverture/", coverage.coverage, name="letters-coverage"),
        path("relances/couverture.csv", coverage.coverage_csv, name="letters-coverage-csv"),
        path("relances/lettres/preparer/", coverage.prepare, name="letter-prepare"),
        path("relances/adresses/", prospects.index, name="prospects"),
        path("relances/adresses/effacer/", prospects.erase, name="prospects-erase"),
        path("relances/<int:pk>/", campaigns.campaign, name="campaign"),
        path("relances/<int:pk>/ecarter/", campaigns.exclude, name="campaign-exclude"),
        path("relances/<int:pk>/decider/", campaigns.decide, name="campaign-decide"),
        path("relances/<int:pk>/arreter/", campaigns.stop, name="campaign-stop"),
        path("relances/<int:pk>/apercu/<int:target>/", previews.preview, name="campaign-preview"),
        path(
            "relances/<int:pk>/apercu/<int:target>/courriel/",
            previews.preview_frame,
            name="campaign-preview-mail",
        ),
    ]


@hooks.register("register_admin_menu_item")
def register_item() -> MenuItem:
    """« Relances et lettres », after the catalogue and the orientation."""
    return _CampaignsItem("Relances et lettres", reverse("campaigns"), icon_name="mail", order=112)
