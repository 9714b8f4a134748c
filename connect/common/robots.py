"""Programs that read the site: what they do is not counted as what people do."""

import re

from django.http import HttpRequest

_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|go-http|headless|scan",
    re.IGNORECASE,
)
# What a browser says of a page that it fetches before anybody asked to see it.
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_GUESSED = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


def is_robot(request: HttpRequest) -> bool:
    """Whether a program, by its own name, asks; one without a name is taken for a program."""
    agent = request.headers.get("User-Agent", "")
    return not agent or bool(_ROBOT.search(agent))


def is_ahead(request: HttpRequest) -> bool:
    """Whether a browser fetches the page in case somebody would ask for it."""
    return any(_GUESSED.search(request.headers.get(name, "")) for name in _AHEAD)
