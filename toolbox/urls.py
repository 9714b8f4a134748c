"""Addresses of the sheets; the list and the public pages are Wagtail's, under /fiches/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
