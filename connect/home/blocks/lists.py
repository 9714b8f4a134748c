"""Blocks that list pages and documents."""

from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page

from connect.home.selectors import visible_to

LIST_FAMILY = "Listes"


def public_pages(pks: list[int]) -> list[Page]:
    """The pages the public may read among these, in this order."""
    found = visible_to(None).filter(pk__in=pks).order_by("pk")
    pages = {page.pk: page for page in found}
    return [pages[pk] for pk in dict.fromkeys(pks) if pk in pages]


class PagesBlock(blocks.StructBlock):
    """Pages to read next."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label="Page"), label="Pages", min_num=1, max_num=12
    )

    def _pages(self, value: Any) -> list[Page]:
        return public_pages([page.pk for page in value["pages"] if page is not None])

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `pages`: those the public may read now."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["pages"] = self._pages(value)
        return context

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """The block for machines: public pages only."""
        return {
            "title": value["title"],
            "pages": [
                {"id": page.pk, "title": page.title, "url": page.url} for page in self._pages(value)
            ],
        }

    class Meta:
        label = "Liste de pages"
        icon = "list-ul"
        group = LIST_FAMILY
        template = "home/blocks/pages.html"


class DocumentsBlock(blocks.StructBlock):
    """Documents to download, with their kind and weight."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    documents = blocks.ListBlock(
        DocumentChooserBlock(label="Document"), label="Documents", min_num=1
    )

    def _documents(self, value: Any) -> list[Any]:
        kept = [document for document in value["documents"] if document is not None]
        private = {
            collection.pk
            for collection in {one.collection for one in kept}
            if collection.get_view_restrictions()
        }
        return [document for document in kept if document.collection_id not in private]

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `documents`: those of collections open to everybody."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["documents"] = self._documents(value)
        return context

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """The block for machines."""
        documents = [{"title": one.title, "url": one.url} for one in self._documents(value)]
        return {"title": value["title"], "documents": documents}

    class Meta:
        label = "Documents à télécharger"
        icon = "doc-full"
        group = LIST_FAMILY
        template = "home/blocks/documents.html"
