"""Django settings, one code for the embedded and the distributed ways to run."""

import hashlib
import mimetypes
from typing import Any

import dj_database_url
import dj_email_url

from connect.settings.accounts import *  # noqa: F403  # one file per subject, one namespace for Django
from connect.settings.environment import ENVIRONMENT
from connect.settings.jobs import *  # noqa: F403
from connect.settings.logs import *  # noqa: F403
from connect.settings.security import *  # noqa: F403
from connect.settings.uploads import *  # noqa: F403

BASE_DIR = ENVIRONMENT.root
VAR_DIR = ENVIRONMENT.var

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.csrf_trusted_origins)
DEMO = ENVIRONMENT.demo
DEMO_PASSWORD = ENVIRONMENT.demo_password

INSTALLED_APPS = [
    "connect.runtime",
    "connect.demo",
    "connect.home",
    "newsletter",
    "toolbox",
    "forum",
    "experts",
    "veille",
    "events",
    "connect.outreach",
    "connect.contributions",
    "connect.panorama",
    "connect.orientation",
    "connect.groups",
    "connect.offers",
    "connect.memberships",
    "connect.search",
    "connect.links",
    "connect.upkeep",
    "connect.visits",
    "connect.notifications",
    "connect.coedit",
    "connect.realtime",
    "connect.accounts",
    "connect.structures",
    "connect.taxonomy",
    "connect.common",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "connect.accounts.persons_app.PersonsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail.api.v2",
    "modelcluster",
    "taggit",
    "rest_framework",
    "channels",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "connect.runtime.static_files.StaticFilesMiddleware",
    "connect.runtime.compression.TextGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "connect.accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "connect.runtime.security.PolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "connect.urls"
WSGI_APPLICATION = "connect.wsgi.application"
ASGI_APPLICATION = "connect.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "wagtail.contrib.settings.context_processors.settings",
                "connect.home.context_processors.site_chrome",
            ],
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=None)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for the writer (WAL); writers queue at BEGIN instead of failing at COMMIT.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        " PRAGMA busy_timeout=20000; PRAGMA cache_size=-16000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
# Built files, not data: they stay with the code wherever VAR_ROOT points.
STATIC_ROOT = BASE_DIR / "var" / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "connect" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = ENVIRONMENT.media_root
# Files keep their plain names too: the page of a failed site is made without the table of hashed names.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
mimetypes.add_type("font/woff2", ".woff2")

# One Redis may serve several sites: whatever we keep or publish there begins with a name that no other site has.
REDIS_URL = ENVIRONMENT.redis_url
REDIS_PREFIX = f"essor-{hashlib.sha256(SECRET_KEY.encode()).hexdigest()[:12]}"
REALTIME_BUS = "connect.realtime.memory.MemoryBus"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Counts of sendings live here: a few hundred visitors must not push each other's out.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Who read which page today, as digests; apart, so that it never pushes counts of sendings out.
    "visits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "visits",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
if REDIS_URL:
    REALTIME_BUS = "connect.realtime.redis.RedisBus"
    CELERY_BROKER_CONNECTION_TIMEOUT = 2
    # The worker waits for its queue to be back, however long.
    CELERY_BROKER_CONNECTION_MAX_RETRIES = None
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "global_keyprefix": f"{REDIS_PREFIX}:jobs:",
        "socket_connect_timeout": 1,
        # Longer than the worker waits for a job at a time, which is a second.
        "socket_timeout": 3,
        "socket_keepalive": True,
        # A page that asks for a job never waits for a queue that is away: the clock finds the work in its table.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    }
    for _name, _cache in CACHES.items():
        _cache.update(
            BACKEND="connect.runtime.shared_cache.SharedCache",
            LOCATION=REDIS_URL,
            KEY_PREFIX=f"{REDIS_PREFIX}:{_name}",
        )

if ENVIRONMENT.email_url:
    vars().update(dj_email_url.parse(ENVIRONMENT.email_url))
else:
    EMAIL_BACKEND = "connect.runtime.mail_files.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = "ESSor Connect <essor@example.org>"

WAGTAIL_SITE_NAME = "ESSor Connect"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "connect.common.workflows.publish_approved"
# Behind a proxy, the address that people type is the first trusted origin.
WAGTAILADMIN_BASE_URL = next(
    iter(ENVIRONMENT.csrf_trusted_origins), f"http://{ENVIRONMENT.host}:{ENVIRONMENT.port}"
)
WAGTAIL_ADMIN_URL_PATH = "gestion"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAIL_USER_TIME_ZONES = ["Europe/Paris"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
