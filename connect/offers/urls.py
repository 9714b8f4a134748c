"""Addresses of the public catalogue."""

from django.urls import path, re_path

from connect.offers.views import catalogue, offer, structures

urlpatterns = [
    path("offres/", catalogue.catalogue, name="catalogue"),
    re_path(
        r"^offres/(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})-(?P<slug>[-a-zA-Z0-9_]+)/$",
        offer.offer,
        name="offer",
    ),
    re_path(r"^offres/(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})/$", offer.offer, name="offer-short"),
    path("appels/", offer.calls, name="calls"),
    path("structures/", structures.structure_list, name="structures"),
    path("structures/<slug:slug>/", structures.structure, name="structure"),
    path("entites/<slug:slug>/", structures.entity, name="entity"),
]
