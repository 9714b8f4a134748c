"""Template tags of the drawn parts of the interface: icons and marks of the sprite."""

import re

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeData, SafeString

register = template.Library()

SPRITE = "dist/icons.svg"

#: Every kind that has a mark (a drawn shape) and a strand (a colour and a weave).
STRANDS = ("subvention", "pret", "mecenat", "prise-capital", "aide-emploi", "accompagnement")
MARKS = (*STRANDS, "appel")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: it always stands beside a word."""
    return format_html(
        '<svg class="icon{}" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        static(SPRITE),
        name,
    )


@register.simple_tag
def typology_icon(code: str) -> SafeString:
    """The drawn mark of a typology; an unknown code draws nothing, its word is enough."""
    return icon(f"mark-{code}") if code in MARKS else SafeString("")


# A space that must not end a line: before double punctuation and dashes, and inside guillemets.
_BEFORE = re.compile(r" (?=[;:!?»–%€])")
_AFTER = re.compile(r"(?<=«) ")


@register.filter
def typeset(text: str) -> str:
    """Words typed by people, with French spaces and apostrophes; `<mark>` of a safe text is kept."""
    straight = str(text).replace("&#x27;", "’").replace("&#39;", "’").replace("'", "’")
    done = _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", straight))
    return SafeString(done) if isinstance(text, SafeData) else done
