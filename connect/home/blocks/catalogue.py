"""Blocks that show offers: chosen ones, a saved state of the catalogue, calls that close soon.

Each reads again through `visible_to`, so that an offer hidden after the page was written is gone from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from wagtail import blocks

from connect.offers.blocks import OfferChooserBlock, public_summary
from connect.offers.catalogue.criteria import Criteria, codes_of
from connect.offers.catalogue.index import current
from connect.offers.catalogue.results import answer
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.enums import Kind
from connect.offers.models import Offer
from connect.offers.selectors import closing_soon, visible_to
from connect.taxonomy.models import AccompanimentType, FundingType, Need

CATALOGUE_FAMILY = "Catalogue"
MOST_SHOWN = 12


@dataclass(frozen=True)
class ChosenOffer:
    """A visible offer as a line of results, with why the editor chose it."""

    row: OfferRow
    note: str


def _visible(pks: Sequence[int]) -> QuerySet[Offer]:
    return visible_to(None).filter(pk__in=pks).select_related("structure__entity").order_by("pk")


def chosen_offers(entries: Sequence[Any]) -> list[ChosenOffer]:
    """The visible ones among the offers an editor chose, in the editor's order."""
    notes = {entry["offer"].pk: entry["note"] for entry in entries if entry["offer"] is not None}
    rows = {row.offer.pk: row for row in rows_of(_visible(list(notes)), current())}
    return [ChosenOffer(rows[pk], note) for pk, note in notes.items() if pk in rows]


class ChosenOfferBlock(blocks.StructBlock):
    """One offer and why it is worth reading."""

    offer = OfferChooserBlock()
    note = blocks.CharBlock(
        label="Pourquoi cette offre", required=False, max_length=200, search_index=False
    )

    class Meta:
        label = "Offre"
        icon = "tag"


class OffersBlock(blocks.StructBlock):
    """Offers chosen one by one."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    offers = blocks.ListBlock(ChosenOfferBlock(), label="Offres", min_num=1, max_num=MOST_SHOWN)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `offers`: the chosen offers that are visible now."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["offers"] = chosen_offers(value["offers"])
        return context

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """The block for machines: visible offers only, notes of the others left out."""
        chosen = chosen_offers(value["offers"])
        return {
            "title": value["title"],
            "offers": [{**public_summary(one.row.offer), "note": one.note} for one in chosen],
        }

    class Meta:
        label = "Offres choisies"
        icon = "tag"
        group = CATALOGUE_FAMILY
        template = "home/blocks/offers.html"


def _needs() -> list[tuple[str, str]]:
    return list(Need.objects.values_list("code", "label"))


def _typologies() -> list[Any]:
    return [
        ("Financements", list(FundingType.objects.values_list("code", "label"))),
        (
            "Accompagnements",
            [
                ("accompagnement", "Tous les accompagnements"),
                *AccompanimentType.objects.values_list("code", "label"),
            ],
        ),
        ("Appels à projets", [("appel_a_projets", Kind.CALL.label)]),
    ]


class CatalogueBlock(blocks.StructBlock):
    """A state of the catalogue (a need, a typology): the first offers that answer and the way to all of them."""

    title = blocks.CharBlock(label="Titre", required=False, max_length=120)
    need = blocks.ChoiceBlock(label="Besoin", choices=_needs, required=False)
    typology = blocks.ChoiceBlock(label="Typologie", choices=_typologies, required=False)
    limit = blocks.IntegerBlock(
        label="Nombre d’offres", default=3, min_value=1, max_value=MOST_SHOWN
    )

    def clean(self, value: Any) -> Any:
        """Ask for at least one criterion: all the catalogue is one click away anyway."""
        cleaned = super().clean(value)
        if not (cleaned["need"] or cleaned["typology"]):
            raise blocks.StructBlockValidationError(
                block_errors={"need": ValidationError("Choisissez un besoin ou une typologie.")}
            )
        return cleaned

    def answer(self, value: Any) -> tuple[list[OfferRow], int, str]:
        """The first rows, how many offers answer in all, and the address of the list."""
        index = current()
        asked = {"besoin": value["need"], "typologie": value["typology"]}
        values = {
            key: (code,) for key, code in asked.items() if code and code in codes_of(key, index)
        }
        if not values:
            return [], 0, Criteria().url()
        criteria = Criteria(values=values)
        results = answer(criteria, index, None, None)
        rows = [row for group in results.groups for row in group.rows]
        return rows[: value["limit"]], results.total, criteria.url()

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `rows`, `total` and `url` of the list."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["rows"], context["total"], context["url"] = self.answer(value)
        return context

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """The block for machines."""
        rows, total, url = self.answer(value)
        offers = [public_summary(row.offer) for row in rows]
        return {"title": value["title"], "total": total, "url": url, "offers": offers}

    class Meta:
        label = "Extrait du catalogue"
        icon = "search"
        group = CATALOGUE_FAMILY
        template = "home/blocks/catalogue.html"


class ClosingSoonBlock(blocks.StructBlock):
    """The calls for projects that close first."""

    title = blocks.CharBlock(label="Titre", default="Bientôt clos", max_length=120)
    limit = blocks.IntegerBlock(
        label="Nombre d’appels", default=4, min_value=1, max_value=MOST_SHOWN
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add `rows`, the first to close first."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["rows"] = rows_of(closing_soon(None, value["limit"]), current())
        return context

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """The block for machines."""
        return {
            "title": value["title"],
            "offers": [public_summary(offer) for offer in closing_soon(None, value["limit"])],
        }

    class Meta:
        label = "Appels bientôt clos"
        icon = "time"
        group = CATALOGUE_FAMILY
        template = "home/blocks/closing_soon.html"
