"""Blocks of the pages that inform: a sheet of facts with its blanks, a glossary, the state of accessibility."""

from dataclasses import dataclass
from typing import Any

from wagtail import blocks

from connect.home.blocks.text import PLAIN_FEATURES
from connect.taxonomy.models import (
    AccompanimentType,
    FundedObject,
    FundingType,
    Need,
    Phase,
    StructureType,
    Term,
)
from connect.taxonomy.selectors import vocabulary

REFERENCE_FAMILY = "Informations"
VOCABULARIES: dict[str, type[Term]] = {
    "besoins": Need,
    "etapes": Phase,
    "financements": FundingType,
    "accompagnements": AccompanimentType,
    "objets": FundedObject,
    "structures": StructureType,
}


class FactBlock(blocks.StructBlock):
    """One fact; without a value, the page says that it is still to be written."""

    label = blocks.CharBlock(label="Renseignement", max_length=80)
    value = blocks.RichTextBlock(label="Valeur", features=PLAIN_FEATURES, required=False)

    class Meta:
        label = "Renseignement"
        icon = "form"


class FactsBlock(blocks.StructBlock):
    """A sheet of facts, such as who publishes the site."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    facts = blocks.ListBlock(FactBlock(), label="Renseignements", min_num=1)

    class Meta:
        label = "Fiche de renseignements"
        icon = "form"
        group = REFERENCE_FAMILY
        template = "home/blocks/facts.html"


@dataclass(frozen=True)
class Explained:
    """A word and its explanation."""

    label: str
    text: str


def explained(name: str) -> list[Explained]:
    """The words of a vocabulary that have an explanation, in the order of the staff; one statement.

    Args:
        name: a key of `VOCABULARIES`; an unknown one gives nothing.
    """
    model = VOCABULARIES.get(name)
    if model is None:
        return []
    return [Explained(one.label, one.help_text) for one in vocabulary(model) if one.help_text]


class GlossaryBlock(blocks.StructBlock):
    """The words of a vocabulary with their explanations, as they are today."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    vocabulary = blocks.ChoiceBlock(
        label="Vocabulaire",
        choices=[(key, model._meta.verbose_name_plural) for key, model in VOCABULARIES.items()],
        help_text="Les explications se modifient dans les vocabulaires.",
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `words`: those that have an explanation."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["words"] = explained(value["vocabulary"])
        return context

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """The block for machines."""
        words = [{"label": one.label, "text": one.text} for one in explained(value["vocabulary"])]
        return {"title": value["title"], "words": words}

    class Meta:
        label = "Glossaire"
        icon = "openquote"
        group = REFERENCE_FAMILY
        template = "home/blocks/glossary.html"


class ConformityBlock(blocks.StaticBlock):
    """The state of accessibility and its dates, from « Identité et menus du site »."""

    class Meta:
        label = "État d’accessibilité"
        icon = "view"
        group = REFERENCE_FAMILY
        template = "home/blocks/conformity.html"
        admin_text = (
            "Affiche l’état de conformité, l’audit et la dernière auto-évaluation. "
            "Ils se modifient dans « Paramètres », « Identité et menus du site »."
        )
