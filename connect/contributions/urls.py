"""Addresses of « Mes fiches »."""

from django.urls import path, re_path

from connect.contributions.views import history, my_sheets, new, preview, proposal, writing

REFERENCE = r"(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})"

urlpatterns = [
    path("mes-fiches/", my_sheets.my_sheets, name="my-sheets"),
    path("mes-fiches/nouvelle/", new.new_offer, name="my-new-offer"),
    re_path(rf"^mes-fiches/offre/{REFERENCE}/modifier/$", writing.edit_offer, name="my-offer-edit"),
    re_path(
        rf"^mes-fiches/structure/{REFERENCE}/modifier/$",
        writing.edit_structure,
        name="my-structure-edit",
    ),
    re_path(
        rf"^mes-fiches/offre/{REFERENCE}/historique/$",
        history.offer_history,
        name="my-offer-history",
    ),
    re_path(
        rf"^mes-fiches/structure/{REFERENCE}/historique/$",
        history.structure_history,
        name="my-structure-history",
    ),
    path("mes-fiches/proposition/<int:pk>/", proposal.proposal, name="my-proposal"),
    path("mes-fiches/proposition/<int:pk>/apercu/", preview.preview, name="my-preview"),
]
