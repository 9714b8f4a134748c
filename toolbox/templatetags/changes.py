"""Draws woven words: what goes struck out, what comes underlined, both said to screen readers."""

from collections.abc import Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from toolbox.differences import Change, Piece

register = template.Library()
_TAGS = {Change.ADDED: ("ins", "ajouté"), Change.REMOVED: ("del", "retiré")}


@register.simple_tag
def woven(pieces: Sequence[Piece], marked: bool) -> SafeString:
    """Pieces of text in a row; nothing comes between two of them, for many end inside a sentence.

    Args:
        pieces: in reading order.
        marked: say each change to screen readers; no when the whole block already says it.
    """
    return mark_safe("".join(_piece(piece, marked) for piece in pieces))  # noqa: S308  # every text is escaped below


def _piece(piece: Piece, marked: bool) -> str:
    drawn = str(escape(piece.text)).replace("\n", "<br>")
    if piece.is_link:
        drawn = f'<span class="change-link">{drawn}</span>'
    if piece.is_italic:
        drawn = f"<em>{drawn}</em>"
    if piece.is_bold:
        drawn = f"<strong>{drawn}</strong>"
    if piece.change not in _TAGS:
        return drawn
    tag, word = _TAGS[piece.change]
    if marked:
        before = f'<span class="visually-hidden">[{word}\u00a0: </span>'
        drawn = f'{before}{drawn}<span class="visually-hidden">]</span>'
    return f"<{tag}>{drawn}</{tag}>"
