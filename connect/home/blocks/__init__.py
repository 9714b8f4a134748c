"""Blocks of the pages, by family; `body_blocks` is the list a page offers."""

from typing import Any

from connect.home.blocks.catalogue import CatalogueBlock, ClosingSoonBlock, OffersBlock
from connect.home.blocks.lists import DocumentsBlock, PagesBlock
from connect.home.blocks.media import PictureBlock, TableBlock
from connect.home.blocks.reference import ConformityBlock, FactsBlock, GlossaryBlock
from connect.home.blocks.text import (
    ActionBlock,
    NoticeBlock,
    ParagraphBlock,
    QuestionsBlock,
    QuotationBlock,
)

__all__ = ["body_blocks"]


def body_blocks() -> list[tuple[str, Any]]:
    """The blocks of a page's body, in the order of the editor's menu."""
    return [
        ("paragraph", ParagraphBlock()),
        ("picture", PictureBlock()),
        ("quotation", QuotationBlock()),
        ("action", ActionBlock()),
        ("notice", NoticeBlock()),
        ("questions", QuestionsBlock()),
        ("table", TableBlock()),
        ("facts", FactsBlock()),
        ("glossary", GlossaryBlock()),
        ("conformity", ConformityBlock()),
        ("offers", OffersBlock()),
        ("catalogue", CatalogueBlock()),
        ("closing_soon", ClosingSoonBlock()),
        ("pages", PagesBlock()),
        ("documents", DocumentsBlock()),
    ]
