"""Addresses of the sheets; the list and the public pages are Wagtail's, under /fiches/."""

from django.urls import URLPattern, path

from toolbox.feeds import LatestSheets
from toolbox.views import account, beginning, offer_choice, pictures, reviewing, versions, writing

urlpatterns: list[URLPattern] = [
    path("compte/fiches/", account.my_sheets, name="my_sheets"),
    path("fiches/fiches.atom", LatestSheets(), name="sheet_feed"),
    path("fiches/creer/", beginning.sheet_new, name="sheet_new"),
    path("fiches/proposer/<int:pk>/", beginning.sheet_submit, name="sheet_submit"),
    path("fiches/retirer/<int:pk>/", beginning.sheet_withdraw, name="sheet_withdraw"),
    path("fiches/relecture/<int:pk>/", reviewing.sheet_review, name="sheet_review"),
    path("fiches/administration/<int:pk>/", reviewing.sheet_hold, name="sheet_hold"),
    path("fiches/ecrire/<int:pk>/", writing.sheet_write, name="sheet_write"),
    path(
        "fiches/ecrire/<int:pk>/offres/",
        offer_choice.sheet_write_offers,
        name="sheet_write_offers",
    ),
    path(
        "fiches/ecrire/<int:pk>/cartes/", offer_choice.sheet_write_cards, name="sheet_write_cards"
    ),
    path(
        "fiches/ecrire/<int:pk>/images/", pictures.sheet_write_pictures, name="sheet_write_pictures"
    ),
    path("fiches/apercu/<int:pk>/", versions.sheet_preview, name="sheet_preview"),
    path("fiches/versions/<int:pk>/", versions.sheet_versions, name="sheet_versions"),
    path("fiches/versions/<int:pk>/garder/", versions.sheet_keep, name="sheet_keep"),
    path("fiches/versions/<int:pk>/<int:version>/", versions.sheet_version, name="sheet_version"),
    path(
        "fiches/versions/<int:pk>/<int:version>/lire/",
        versions.sheet_version_whole,
        name="sheet_version_whole",
    ),
    path(
        "fiches/versions/<int:pk>/<int:version>/reprendre/",
        versions.sheet_restore,
        name="sheet_restore",
    ),
]
