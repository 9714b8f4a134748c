"""Settings of the test suite: the same product, with fast hashing and strict templates."""

import os

os.environ.setdefault("SECRET_KEY", "testing-only-" + "x" * 40)

from connect.settings.base import *  # noqa: E402, F403
from connect.settings.base import DATABASES, STORAGES, TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
