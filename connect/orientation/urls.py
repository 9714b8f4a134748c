"""Addresses of the questionnaire and of plans."""

from django.urls import URLPattern, URLResolver, path

from connect.orientation.views import inquiry

urlpatterns: list[URLPattern | URLResolver] = [
    # Questionnaire and results.
    # « Pour quelqu’un » and plans.
    # Questions to the chamber.
    path("orientation/demander/", inquiry.inquiry, name="orientation-inquiry"),
    path("orientation/demander/merci/", inquiry.inquiry_sent, name="orientation-inquiry-sent"),
]
