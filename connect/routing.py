"""Addresses of the sockets; each live feature adds its own under `/ws/`."""

from channels.routing import URLRouter
from django.urls import re_path

from connect.coedit.routing import routes as coedit_routes
from connect.realtime.nowhere import NowhereConsumer
from connect.realtime.origins import SameOriginOnly

routes = [
    *coedit_routes,
    # The last one: an address that leads nowhere is answered too.
    re_path(r"", NowhereConsumer.as_asgi()),
]
websocket_application = SameOriginOnly(URLRouter(routes))
