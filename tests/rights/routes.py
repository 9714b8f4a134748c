"""The addresses of the site, as the resolver knows them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# `<str:name>` of a path, `(?P<name>…)` of a regular expression, whose inner brackets have no groups of their own.
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:\[[^\]]*\]|[^()\[\]]|\([^()]*\))*\)")

# What regular expressions add to an address; groups without a name, and what stands for each.
_MARKS = re.compile(r"\^|\$|\\Z|\\")
_UNNAMED = {r"((?:[\w\-]+/)*)": "", r"(\d+)": "1", "(.*)": "x", ".*/": "nimporte/"}


@dataclass(frozen=True)
class Route:
    """One address of the resolver.

    Attributes:
        pattern: as the resolver writes it, prefixes included.
    """

    pattern: str

    @property
    def shown(self) -> str:
        """The address as people write it: `offres/<reference>/`."""
        named = _PARAMETER.sub(lambda found: f"<{found[1] or found[2]}>", self.pattern)
        for group in _UNNAMED:
            named = named.replace(group, "<>")
        return _MARKS.sub("", named)

    @property
    def parameters(self) -> list[str]:
        """The names of what the address takes."""
        return [found[1] or found[2] for found in _PARAMETER.finditer(self.pattern)]

    def path(self, values: Mapping[str, str]) -> str:
        """The address with its values.

        Args:
            values: by name of parameter; « 1 » stands for those left out.
        """
        filled = _PARAMETER.sub(lambda found: values.get(found[1] or found[2], "1"), self.pattern)
        for group, value in _UNNAMED.items():
            filled = filled.replace(group, value)
        return "/" + _MARKS.sub("", filled)


def routes() -> list[Route]:
    """Every address of the site, each once."""
    return [Route(pattern) for pattern in sorted(set(_walk(get_resolver(), "")))]


def _walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield pattern
        else:
            yield from _walk(entry, pattern)
