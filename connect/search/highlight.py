"""Marks what was found in the original text; the only HTML made here is `<mark>`."""

from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from connect.search import french

SNIPPET = 200
"""Characters of a snippet, about."""
READ = 20_000
"""Characters of a text that are looked at for a snippet."""

Span = tuple[int, int]


def highlighted(text: str, query_stems: Collection[str]) -> SafeString:
    """The text, escaped, with the words of a query in `<mark>`.

    Args:
        text: plain text, as written.
        query_stems: the `terms` of search results: stems, or stems separated by spaces for an
            expression whose words must follow one another.
    """
    return _marked(text, 0, len(text), [span for span, _ in _spans(text, query_stems)])


def snippet(text: str, query_stems: Collection[str], length: int = SNIPPET) -> SafeString:
    """About `length` characters of the text where most of the query is found, marked and escaped."""
    spans = _spans(text[:READ], query_stems)
    start, end = _window(text, spans, length)
    cut = _marked(text, start, end, [span for span, _ in spans])
    # Safe: `cut` is escaped and the ellipses are ours.
    return mark_safe(("… " if start else "") + cut + (" …" if end < len(text) else ""))  # noqa: S308


def _spans(text: str, query_stems: Collection[str]) -> list[tuple[Span, str]]:
    """Where the query is found, in order and without overlap, each with what it matched."""
    if not query_stems:
        return []
    phrases = [stem.split() for stem in query_stems if " " in stem]
    words = [
        ((start, end), stem)
        for start, end, stem in french.stemmed(text)
        if phrases or stem in query_stems
    ]
    found = [word for word in words if word[1] in query_stems]
    for token in french.compounds(text):
        if token.stem in query_stems:
            found.append(((token.start, token.end), token.stem))
    for phrase in phrases:
        found += _phrase(words, phrase)
    found.sort(key=lambda item: (item[0][0], -item[0][1]))
    apart: list[tuple[Span, str]] = []
    for span, stem in found:
        if apart and span[0] < apart[-1][0][1]:
            continue
        apart.append((span, stem))
    return apart


def _phrase(words: list[tuple[Span, str]], stems: list[str]) -> list[tuple[Span, str]]:
    size = len(stems)
    return [
        ((words[at][0][0], words[at + size - 1][0][1]), " ".join(stems))
        for at in range(len(words) - size + 1)
        if words[at][1] == stems[0] and [stem for _, stem in words[at : at + size]] == stems
    ]


def _window(text: str, spans: list[tuple[Span, str]], length: int) -> Span:
    """The first stretch of about `length` characters that holds most different words."""
    if len(text) <= length + length // 4:
        return 0, len(text)
    start, most = 0, 0
    for number, ((at, _), _stem) in enumerate(spans):
        inside = {stem for (_, end), stem in spans[number : number + 40] if end <= at + length}
        if len(inside) > most:
            start, most = at, len(inside)
    start = max(0, min(start - length // 4, len(text) - length)) if start > length // 2 else 0
    end = min(len(text), start + length)
    if start:
        start = _next_space(text, start)
    if end < len(text):
        before = text.rfind(" ", start, end)
        end = before if before > start + length // 2 else end
    return start, end


def _next_space(text: str, start: int) -> int:
    at = text.find(" ", start, start + 30)
    return at + 1 if at >= 0 else start


def _marked(text: str, start: int, end: int, spans: list[Span]) -> SafeString:
    parts: list[str] = []
    at = start
    for first, last in spans:
        if first < at or last > end:
            continue
        parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    parts.append(escape(text[at:end]))
    return mark_safe("".join(parts))  # noqa: S308  every part of the text went through escape()
