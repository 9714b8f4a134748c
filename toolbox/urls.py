"""Addresses of the sheets; the list and the public pages are Wagtail's, under /fiches/."""

from django.urls import URLPattern, path

from toolbox.views import beginning, offer_choice, pictures, reviewing, writing

urlpatterns: list[URLPattern] = [
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
]
