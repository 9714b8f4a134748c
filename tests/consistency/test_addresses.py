"""One name, one address: a page that is linked by a name leads where its writer meant."""

from collections import defaultdict
from collections.abc import Iterator

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver


def _named(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The names outside any namespace, each with the whole pattern it stands for."""
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if entry.name:
                yield entry.name, pattern
        elif entry.namespace is None:
            yield from _named(entry, pattern)


def test_no_name_stands_for_two_addresses() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for name, pattern in _named(get_resolver()):
        found[name].add(pattern)

    assert "my-structure" in found
    assert {name: patterns for name, patterns in found.items() if len(patterns) > 1} == {}
