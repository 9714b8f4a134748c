"""A source for tests: documents in a dictionary, with what is hidden from whom."""

from collections.abc import Iterator, Sequence
from typing import Any

from connect.search import registry, services
from connect.search.documents import Document


class Shelf:
    """Documents of one kind that the index may or may not know."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.documents: dict[int, Document] = {}
        self.hidden: set[int] = set()
        self.calls: list[str] = []
        registry.register(
            registry.SearchSource(
                kind=kind,
                label=f"{kind}s",
                ids=lambda: list(self.documents),
                project=self._project,
                visible_to=self._visible_to,
                load=self._load,
            )
        )

    def put(self, pk: int, title: str, keywords: str = "", body: str = "") -> None:
        """Place a document, without indexing it."""
        self.documents[pk] = Document(self.kind, pk, title, keywords, body, f"/{self.kind}/{pk}/")

    def add(self, pk: int, title: str, keywords: str = "", body: str = "") -> None:
        """Place a document and index it."""
        self.put(pk, title, keywords, body)
        services.index(self.kind, [pk])

    def _project(self, pks: Sequence[int]) -> Iterator[Document]:
        for pk in pks:
            if pk in self.documents and pk not in self.hidden:
                yield self.documents[pk]

    def _visible_to(self, user: Any, pks: Sequence[int]) -> set[int]:
        self.calls.append("visible_to")
        return set(pks) if user == "staff" else set(pks) - self.hidden

    def _load(self, user: Any, pks: Sequence[int]) -> dict[int, Any]:
        self.calls.append("load")
        return {pk: self.documents[pk] for pk in self._visible_to(user, pks)}
