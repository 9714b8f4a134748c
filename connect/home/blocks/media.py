"""Blocks of pictures and tables."""

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock, TypedTableBlockValidationError
from wagtail.images.blocks import ImageBlock

from connect.home.blocks.text import PLAIN_FEATURES

MEDIA_FAMILY = "Images et tableaux"


class PictureBlock(blocks.StructBlock):
    """A picture with its text for those who do not see it (or said to be decorative) and a caption."""

    image = ImageBlock(label="Image")
    caption = blocks.CharBlock(label="Légende", required=False, max_length=250)
    credit = blocks.CharBlock(label="Crédit", required=False, max_length=120)

    class Meta:
        label = "Image"
        icon = "image"
        group = MEDIA_FAMILY
        template = "home/blocks/picture.html"


def _refused(sentence: str) -> TypedTableBlockValidationError:
    return TypedTableBlockValidationError(non_block_errors=[sentence])


class TableBlock(TypedTableBlock):
    """A table of data with a caption and named columns, so that it can be heard as well as seen."""

    def __init__(self, **kwargs: Any) -> None:
        cells = [
            ("text", blocks.CharBlock(label="Texte", required=False)),
            ("number", blocks.DecimalBlock(label="Nombre", required=False)),
            (
                "rich_text",
                blocks.RichTextBlock(
                    label="Texte enrichi", features=PLAIN_FEATURES, required=False
                ),
            ),
        ]
        super().__init__(cells, **kwargs)

    def clean(self, value: Any) -> Any:
        """Refuse a table without a caption or with a nameless column."""
        cleaned = super().clean(value)
        if cleaned is not None and cleaned.columns:
            if not (cleaned.caption or "").strip():
                raise _refused("Donnez une légende au tableau : elle dit de quoi il parle.")
            if any(not (column["heading"] or "").strip() for column in cleaned.columns):
                raise _refused("Nommez chaque colonne du tableau.")
        return cleaned

    class Meta:
        label = "Tableau"
        icon = "table"
        group = MEDIA_FAMILY
        template = "home/blocks/table.html"
