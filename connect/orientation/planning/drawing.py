"""The link of a plan as a square code that a telephone reads, drawn inside the page."""

import segno
from django.utils.safestring import SafeString


def qr_of(address: str) -> SafeString:
    """An SVG element, black on white in any theme, without style nor script; the address beside it is its text."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=3, omitsize=True, svgclass="plan-qr", lineclass=None, dark="#000", light="#fff"
    )
    hidden = drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return SafeString(hidden)
