"""The day it is where the chamber works; a call closes at 23:59:59 of that day."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """The current date in Paris (the time zone of the settings), whatever the server's own."""
    return timezone.localdate()
