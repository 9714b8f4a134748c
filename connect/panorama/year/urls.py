"""Addresses of a structure's year."""

from django.urls import re_path

from connect.panorama.year import views

_YEAR = r"^mes-fiches/(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})/annee/(?P<year>[0-9]{4})"

urlpatterns = [
    re_path(rf"{_YEAR}\.pdf$", views.year_document, name="structure-year"),
    re_path(rf"{_YEAR}\.csv$", views.year_file, name="structure-year-csv"),
]
