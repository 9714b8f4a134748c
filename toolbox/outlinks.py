"""The addresses of other sites that published sheets show, to be checked by `connect.links`."""

import json
import re
from collections.abc import Iterator
from html import unescape

from connect.links.registry import LinkSource, register
from toolbox.selectors import visible_to

# In stored rich text; in a stream, quotes are written by JSON.
_ADDRESS = re.compile(r'href=\\?"(https?://[^"\\\s]+)')


def _links() -> Iterator[tuple[int, str, str]]:
    for page in visible_to(None).order_by("pk").iterator():
        parts = {
            "body": json.dumps(list(page.body.raw_data), ensure_ascii=False),
            "sources": page.sources,
        }
        for field, html in parts.items():
            for address in dict.fromkeys(_ADDRESS.findall(html)):
                yield page.pk, field, unescape(address)


register(LinkSource(kind="fiche", label="Fiches", links=_links))
