"""Addresses of the pages that are not in the tree of the editors."""

from django.urls import path

from connect.home.views import show_site_map

urlpatterns = [path("plan-du-site/", show_site_map, name="site-map")]
