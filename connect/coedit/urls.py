"""Addresses of the documents."""

from django.urls import path

from connect.coedit import views

urlpatterns = [
    path("coedit/<slug:kind>/<int:owner_id>/", views.entry, name="coedit_entry"),
    path(
        "coedit/<slug:kind>/<int:owner_id>/<uuid:epoch>/<int:version>/lent/",
        views.slow_mode,
        name="coedit_slow",
    ),
]
