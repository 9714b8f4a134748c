"""How persons sign in: by a code or a link sent to their address, by a password if they chose one."""

from typing import Any

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
LOGOUT_REDIRECT_URL = "/"

# One way to check a password, Django's own; codes and links end in allauth's stages, never in another backend.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]

_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "connect.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# An account is only made once its address is confirmed: there is nothing left to verify.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT: dict[str, Any] = {"numeric": True, "length": 6, "dashed": False}
# Seconds that a code and a link stand, as the mail says.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    # Three guesses a code: at most thirty guesses an hour against one address, out of a million.
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "login_failed": "20/m/ip,5/5m/key,30/h/key",
}

MFA_ADAPTER = "connect.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "connect.accounts.forms.entering.SecondFactorForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "ESSor Connect"
# Telephones are not always on time: half a minute more on each side.
MFA_TOTP_TOLERANCE = 1
# Our own views ask for a recent sign-in, which persons without a password can give too.
MFA_REAUTHENTICATION_REQUIRED = False

SESAME_TOKENS = ["sesame.tokens_v2"]
SESAME_ONE_TIME = True
SESAME_INVALIDATE_ON_EMAIL_CHANGE = True
SESAME_MAX_AGE = ACCOUNT_LOGIN_BY_CODE_TIMEOUT
SESAME_SIGNATURE_SIZE = 20

# A sign-in older than this many seconds is asked for again before what cannot be undone.
RECENT_SIGN_IN = 15 * 60

# Pages of Wagtail that only the signed-in read lead to our door; nothing of an account is changed by Wagtail’s pages.
WAGTAIL_FRONTEND_LOGIN_URL = "/compte/connexion/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Nobody chooses a password for somebody else: a new member of the staff asks for a code.
WAGTAILUSERS_PASSWORD_ENABLED = False
