"""Addresses of the probes and of uploaded files."""

from django.urls import path

from connect.runtime.health import alive, ready
from connect.runtime.media import media

urlpatterns = [
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("media/<path:path>", media, name="media"),
]
