"""Blocks of text: paragraph, quotation, call to action, notice, questions."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from connect.common.sanitising import safe_web_address

TEXT_FAMILY = "Texte"
FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class ParagraphBlock(blocks.RichTextBlock):
    """Running text with subtitles and lists; the page's title stays its only first-level heading."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})

    class Meta:
        label = "Texte"
        icon = "pilcrow"
        group = TEXT_FAMILY
        template = "home/blocks/paragraph.html"


class QuotationBlock(blocks.StructBlock):
    """Words of somebody, with who said them."""

    text = blocks.TextBlock(label="Citation")
    source = blocks.CharBlock(
        label="De qui",
        required=False,
        max_length=160,
        help_text="Fonction, organisation, document…",
    )
    address = blocks.URLBlock(label="Adresse de la source", required=False)

    class Meta:
        label = "Citation"
        icon = "openquote"
        group = TEXT_FAMILY
        template = "home/blocks/quotation.html"


class LinkValue(blocks.StructValue):
    """The value of a link, which knows its address."""

    @property
    def url(self) -> str:
        """Where the link leads; empty when its page is gone or not published."""
        page = self.get("page")
        if page:
            return (page.url or "") if page.live else ""
        return str(self.get("address") or "")


class LinkBlock(blocks.StructBlock):
    """A labelled link to a page of the site or to an address."""

    label = blocks.CharBlock(label="Texte du lien", max_length=80)
    page = blocks.PageChooserBlock(label="Page du site", required=False)
    address = blocks.CharBlock(
        label="Ou adresse",
        required=False,
        max_length=300,
        help_text="« /offres/ » pour une rubrique, ou une adresse complète qui commence par https://.",
    )

    def clean(self, value: Any) -> Any:
        """Accept exactly one destination, and only an address that a link may carry."""
        cleaned = super().clean(value)
        page, address = cleaned.get("page"), (cleaned.get("address") or "").strip()
        if bool(page) == bool(address):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "address": ValidationError("Choisissez une page ou écrivez une adresse.")
                }
            )
        if address and (not address.startswith("/") or address.startswith("//")):
            try:
                address = safe_web_address(address)
            except ValidationError as error:
                raise blocks.StructBlockValidationError(block_errors={"address": error}) from error
        cleaned["address"] = address
        return cleaned

    class Meta:
        label = "Lien"
        icon = "link"
        value_class = LinkValue


class ActionBlock(LinkBlock):
    """A link that calls to do something, shown as a button; its text says the verb."""

    class Meta:
        label = "Bouton"
        icon = "arrow-right"
        group = TEXT_FAMILY
        template = "home/blocks/action.html"
        value_class = LinkValue


class NoticeBlock(blocks.StructBlock):
    """A text set apart because it must not be missed."""

    kind = blocks.ChoiceBlock(
        label="Nature", choices=[("info", "À savoir"), ("warning", "Attention")], default="info"
    )
    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    text = blocks.RichTextBlock(label="Texte", features=PLAIN_FEATURES)

    class Meta:
        label = "Encadré"
        icon = "warning"
        group = TEXT_FAMILY
        template = "home/blocks/notice.html"


class QuestionBlock(blocks.StructBlock):
    """One question and its answer."""

    question = blocks.CharBlock(label="Question", max_length=200)
    answer = blocks.RichTextBlock(label="Réponse", features=PLAIN_FEATURES)

    class Meta:
        label = "Question"
        icon = "help"


class QuestionsBlock(blocks.StructBlock):
    """Questions whose answers unfold."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    questions = blocks.ListBlock(QuestionBlock(), label="Questions", min_num=1)

    class Meta:
        label = "Questions et réponses"
        icon = "help"
        group = TEXT_FAMILY
        template = "home/blocks/questions.html"
