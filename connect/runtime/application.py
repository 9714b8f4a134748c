"""What our own server serves: `connect.asgi`, with threads that stay for pages. Loads the whole site."""

from channels.routing import ProtocolTypeRouter

from connect.routing import websocket_application
from connect.runtime.page_handler import PageHandler

application = ProtocolTypeRouter({"http": PageHandler(), "websocket": websocket_application})
