"""Address of the search page."""

from django.urls import path

from connect.search import views

urlpatterns = [path("recherche/", views.search, name="search")]
