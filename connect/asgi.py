"""ASGI entry point: pages through Django, `/ws/` through Channels."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "connect.settings.base")
django_application = get_asgi_application()

# The sockets' modules need the models that `get_asgi_application` has just loaded.
from connect.routing import websocket_application  # noqa: E402

application = ProtocolTypeRouter({"http": django_application, "websocket": websocket_application})
