"""What is written to standard error, for whoever runs the process to keep."""

from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers send mails to administrators; ours are the process's keeper.
        "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        # One line per address that does not exist is what robots are after, not an event.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # « Task … raised » is an error; the rest is told by /readyz.
        "celery": {"level": "ERROR"},
        "uvicorn.error": {"level": "ERROR"},
    },
}
