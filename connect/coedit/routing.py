"""Addresses of the sockets of documents."""

from typing import Any

from django.urls import path

from connect.coedit.consumers import CoeditConsumer

routes: list[Any] = [
    path(
        "ws/coedit/<slug:kind>/<int:owner_id>/<uuid:epoch>/<int:schema>/",
        CoeditConsumer.as_asgi(),
    ),
]
