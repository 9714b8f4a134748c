"""Blocks of the body of a sheet: what the editor can write, in the form that Wagtail keeps.

`toolbox.converting` reads and writes them; pages draw what it reads, not these blocks.
"""

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from connect.offers.blocks import OfferChooserBlock

TEXT_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link"]
FLOW_FEATURES = ["bold", "italic", "ol", "ul", "link"]
LINE_FEATURES = ["bold", "italic", "link"]
TONES = [
    ("info", "À savoir"),
    ("warning", "Attention"),
    ("example", "Exemple"),
    ("check", "Point à vérifier"),
]
NOTE_LENGTH = 200


class CalloutBlock(blocks.StructBlock):
    """A text set apart, with why."""

    tone = blocks.ChoiceBlock(label="Nature", choices=TONES, default="info")
    text = blocks.RichTextBlock(label="Texte", features=FLOW_FEATURES)

    class Meta:
        label = "Encadré"
        icon = "warning"


class PictureBlock(blocks.StructBlock):
    """A picture with its text for those who do not see it and a caption."""

    image = ImageBlock(label="Image")
    caption = blocks.CharBlock(label="Légende", required=False, max_length=500)

    class Meta:
        label = "Image"
        icon = "image"


class OfferCardBlock(blocks.StructBlock):
    """An offer of the catalogue, shown with its terms of the day."""

    offer = OfferChooserBlock()
    note = blocks.CharBlock(label="Pourquoi cette offre", required=False, max_length=NOTE_LENGTH)

    class Meta:
        label = "Carte d’offre"
        icon = "tag"


def sheet_blocks() -> list[tuple[str, Any]]:
    """The blocks of a sheet's body, in the order of the editor's menu."""
    cell = blocks.RichTextBlock(label="Texte", features=FLOW_FEATURES, required=False)
    header = blocks.RichTextBlock(label="En-tête de ligne", features=LINE_FEATURES, required=False)
    return [
        ("text", blocks.RichTextBlock(label="Texte", icon="pilcrow", features=TEXT_FEATURES)),
        (
            "quotation",
            blocks.RichTextBlock(label="Citation", icon="openquote", features=LINE_FEATURES),
        ),
        ("callout", CalloutBlock()),
        (
            "table",
            TypedTableBlock([("cell", cell), ("header", header)], label="Tableau", icon="table"),
        ),
        ("picture", PictureBlock()),
        ("offer", OfferCardBlock()),
    ]
