"""Addresses of the public catalogue."""

from django.urls import path, re_path

from connect.offers.views import catalogue, error_report, offer, opendata, structures

urlpatterns = [
    path("offres/", catalogue.catalogue, name="catalogue"),
    path("offres/export.csv", opendata.offers_csv, name="catalogue-csv"),
    path("offres/export.json", opendata.offers_json, name="catalogue-json"),
    path("offres/nouveautes.atom", opendata.new_offers, name="offers-feed"),
    re_path(
        r"^offres/(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})/carte/$", opendata.card, name="offer-card"
    ),
    re_path(
        r"^offres/(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})-(?P<slug>[-a-zA-Z0-9_]+)/$",
        offer.offer,
        name="offer",
    ),
    re_path(r"^offres/(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})/$", offer.offer, name="offer-short"),
    re_path(
        r"^signaler/(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})/$",
        error_report.report,
        name="report-error",
    ),
    re_path(
        r"^signaler/(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})/merci/$",
        error_report.thanks,
        name="report-thanks",
    ),
    path("appels/", offer.calls, name="calls"),
    path("appels/clotures.atom", opendata.closing_calls, name="calls-feed"),
    path("appels/clotures.ics", opendata.closing_calendar, name="calls-calendar"),
    path("structures/", structures.structure_list, name="structures"),
    path("structures/export.csv", opendata.structures_csv, name="structures-csv"),
    path("structures/export.json", opendata.structures_json, name="structures-json"),
    path("structures/<slug:slug>/", structures.structure, name="structure"),
    path("entites/<slug:slug>/", structures.entity, name="entity"),
    path("opensearch.xml", opendata.search_description, name="opensearch"),
    path("oembed", opendata.oembed, name="oembed"),
]
