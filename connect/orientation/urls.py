"""Addresses of the questionnaire and of plans."""

from django.urls import URLPattern, URLResolver, path

from connect.orientation.views import (
    downloads,
    for_someone,
    inquiry,
    managing,
    plans,
    questionnaire,
    results,
)

urlpatterns: list[URLPattern | URLResolver] = [
    # Questionnaire and results.
    path("orientation/", questionnaire.questionnaire, name="orientation"),
    path("orientation/resultats/", results.results, name="orientation-results"),
    path("orientation/resultats/export.csv", downloads.results_csv, name="orientation-csv"),
    path("orientation/resultats/export.json", downloads.results_json, name="orientation-json"),
    # « Pour quelqu’un » and plans.
    path("orientation/pour-quelquun/", for_someone.for_someone, name="orientation-for-someone"),
    path("orientation/pour-quelquun/plan/", plans.compose_plan, name="plan-compose"),
    path("plans/gerer/<str:token>/", managing.manage, name="plan-manage"),
    path("plans/gerer/<str:token>/prolonger/", managing.prolong, name="plan-prolong"),
    path("plans/gerer/<str:token>/lien/", managing.renew, name="plan-renew"),
    path("plans/gerer/<str:token>/retirer/", managing.revoke, name="plan-revoke"),
    path("plans/<str:token>/", plans.plan, name="plan"),
    # Questions to the chamber.
    path("orientation/demander/", inquiry.inquiry, name="orientation-inquiry"),
    path("orientation/demander/merci/", inquiry.inquiry_sent, name="orientation-inquiry-sent"),
]
