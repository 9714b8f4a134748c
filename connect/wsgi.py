"""WSGI entry point, for deployments that serve pages and sockets by different processes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "connect.settings.base")
application = get_wsgi_application()
