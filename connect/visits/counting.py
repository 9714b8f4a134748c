"""Counts that a person read a page: without cookie, and without anything that says who."""

import datetime
import secrets

from django.core.cache import BaseCache, caches
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from connect.common.clock import today
from connect.common.robots import is_ahead, is_robot
from connect.common.visitor_forms import network_of, sent_too_often
from connect.visits import buffering
from connect.visits.models import Subject

# Beyond this many pages in an hour, one subscriber is counted no more.
MOST_COUNTED = 300
COUNTED_WITHIN = 3600
CACHE = "visits"
_SALT = "connect.visits"


def count_visit(request: HttpRequest, subject: Subject, object_id: int) -> None:
    """Count that the page of a thing was shown, unless a program asked, or the same visitor did already today.

    No statement: the count waits in the process and is written with others (`buffering`).

    Args:
        request: who asks; the name of the program and the network are read, neither is kept.
        subject: an offer or a structure.
        object_id: its key.
    """
    if request.method != "GET" or is_robot(request) or is_ahead(request):
        return
    if sent_too_often(request, "visit", most=MOST_COUNTED, seconds=COUNTED_WITHIN):
        return
    day = today()
    if _is_first(request, day, f"{subject.value}:{object_id}"):
        buffering.BUFFER.add(subject.value, object_id, day)


def _is_first(request: HttpRequest, day: datetime.date, thing: str) -> bool:
    """Whether this visitor had not read this page today.

    What stands for the visitor is a digest of their network, of the name of their browser and of the page, under a
    salt that is drawn each day and thrown away with it: nobody can tell afterwards who it was, nor link two days.
    """
    cache = caches[CACHE]
    left = _seconds_left(day)
    network = network_of(request.META.get("REMOTE_ADDR", ""))
    read = f"{network}\n{request.headers.get('User-Agent', '')}\n{thing}"
    digest = salted_hmac(_SALT + _salt_of(cache, day, left), read, algorithm="sha256").hexdigest()
    return bool(cache.add(f"seen:{digest[:40]}", 1, timeout=left))


def _salt_of(cache: BaseCache, day: datetime.date, left: int) -> str:
    return str(cache.get_or_set(f"salt:{day}", lambda: secrets.token_hex(32), timeout=left))


def _seconds_left(day: datetime.date) -> int:
    """Seconds until midnight in Paris."""
    midnight = datetime.datetime.combine(
        day + datetime.timedelta(days=1), datetime.time(), timezone.get_default_timezone()
    )
    return max(1, int((midnight - timezone.now()).total_seconds()))
