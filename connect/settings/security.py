"""Security settings: transport, cookies, and what a page may load."""

from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE

from connect.settings.environment import ENVIRONMENT

# Wagtail's administration, the only place where the strict policy below is relaxed.
STAFF_PREFIX = "/gestion/"

_SECURE = not ENVIRONMENT.local
_ONE_YEAR = 365 * 24 * 3600

SESSION_COOKIE_NAME = "__Host-essor_session" if _SECURE else "essor_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _SECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "__Host-essor_csrf" if _SECURE else "essor_csrf"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's administration reads it for its own requests.
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _SECURE
LANGUAGE_COOKIE_SECURE = _SECURE

SECURE_SSL_REDIRECT = _SECURE
# Probes speak plain HTTP to the process itself, behind the proxy that ends TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = _ONE_YEAR if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # The chamber's other sub-domains are not ours to decide on.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows previews in a frame of its own origin.

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# Read by connect.runtime.security.PolicyMiddleware; docs/operations.md says why for each line.
STAFF_CONTENT_SECURITY_POLICY: dict[str, list[Any]] = {
    # Date and time pickers, inline panels and lists are started by inline scripts without a nonce.
    "script-src": [SELF, UNSAFE_INLINE],
    # The rich-text editor writes style elements of its own.
    "style-src": [SELF, UNSAFE_INLINE],
    # A picture being uploaded is shown from the browser's memory.
    "img-src": [SELF, "data:", "blob:"],
}

PERMISSIONS_POLICY = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)
