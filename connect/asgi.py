"""ASGI entry point: pages through Django, `/ws/` through Channels."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "connect.settings.base")
django_application = get_asgi_application()

from connect.routing import websocket_application  # noqa: E402, PLC0415  # models load in get_asgi_application
from channels.routing import ProtocolTypeRouter  # noqa: E402, PLC0415, I001  # same reason

application = ProtocolTypeRouter({"http": django_application, "websocket": websocket_application})
