"""Addresses of the sheets; the list and the public pages are Wagtail's, under /fiches/."""

from django.urls import URLPattern, path

from toolbox.views import offer_choice, pictures, writing

urlpatterns: list[URLPattern] = [
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
