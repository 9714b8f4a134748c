"""Who publishes the data and under which terms: said in every file."""

import re
from urllib.parse import urlsplit

from django.conf import settings

LICENCE_NAME = "Licence Ouverte 2.0 (Etalab)"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
# The year since which the site names things by tags, not the year of each thing: it never changes.
TAG_YEAR = 2026

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def site_name() -> str:
    """Name of the site, the author of its feeds."""
    return str(settings.WAGTAIL_SITE_NAME)


def site_host() -> str:
    """The host that people type, the same by whatever address a file is asked."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def tag(specific: str) -> str:
    """A name that stays the same when addresses change (RFC 4151).

    Args:
        specific: what it names on this site: `offre/FIN-001`.
    """
    return f"tag:{site_host()},{TAG_YEAR}:{specific}"


def xml_text(text: str) -> str:
    """The text without the characters that XML forbids."""
    return _NOT_XML.sub("", text)
