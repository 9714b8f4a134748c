"""WSGI entry point, for deployments that serve pages and sockets by different processes."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "connect.settings.base")
# The same variable, and the same default, as the server of sockets reads by itself.
_PROXIES = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts=_PROXIES)
# Loading the addresses takes seconds: a process takes requests once it is over.
_LOADED = len(get_resolver().url_patterns)
