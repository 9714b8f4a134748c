"""Settings of the test suite: the same product, with fast hashing and folders of its own."""

import atexit
import os
import shutil
import tempfile

# Before the settings are read: a suite never writes into the var/ of whoever runs it.
_VAR = tempfile.mkdtemp(prefix="essor-tests-")
atexit.register(shutil.rmtree, _VAR, ignore_errors=True)
os.environ["VAR_ROOT"] = _VAR
os.environ.setdefault("SECRET_KEY", "testing-only-" + "x" * 40)
for _name in ("ALLOWED_HOSTS", "DEMO", "DEMO_PASSWORD", "EMAIL_URL", "HOST", "MEDIA_ROOT", "PORT"):
    os.environ.pop(_name, None)

from connect.settings.base import *  # noqa: E402, F403
from connect.settings.base import CACHES, REDIS_URL, STORAGES, VAR_DIR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
# Jobs that a test starts run in its process, whatever the services.
CELERY_BROKER_URL = "memory://localhost/"
CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.1}
# Processes of one suite share the server and nothing else. Those that a test starts are given this very address.
if REDIS_URL.endswith("/0"):
    REDIS_URL = f"{REDIS_URL[:-1]}{1 + os.getpid() % 1000}"
if REDIS_URL:
    REDIS_PREFIX = f"essor-tests-{REDIS_URL.rpartition('/')[2]}"
    for _name, _cache in CACHES.items():
        _cache.update(LOCATION=REDIS_URL, KEY_PREFIX=f"{REDIS_PREFIX}:{_name}")
