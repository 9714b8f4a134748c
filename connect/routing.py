"""Addresses of the sockets; each live feature adds its own under `/ws/`."""

from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator

websocket_application = AllowedHostsOriginValidator(URLRouter([]))
