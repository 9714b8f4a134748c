"""Addresses of the figures and maps."""

from django.urls import URLPattern, URLResolver, path

from connect.panorama.views import page, series
from connect.panorama.year.urls import urlpatterns as year_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("panorama/", page.panorama, name="panorama"),
    path("donnees/indicateurs.csv", series.series_csv, name="indicators-csv"),
    path("donnees/indicateurs.json", series.series_json, name="indicators-json"),
    *year_patterns,
]
