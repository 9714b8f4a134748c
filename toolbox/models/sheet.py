"""A thematic sheet: a page that a group writes and the chamber publishes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from connect.common.streams import BodyField
from connect.groups.models import Group
from connect.taxonomy.models import Territory, Theme
from toolbox.blocks import LINE_FEATURES, sheet_blocks
from toolbox.models.links import SheetTag

# Last parts of addresses under /fiches/ that lead elsewhere than to a sheet.
RESERVED = frozenset(
    {"creer", "ecrire", "versions", "apercu", "images", "offres", "relecture", "flux"}
)
UNTITLED = "Fiche sans titre"


class SheetPage(Page):
    """A sheet. Its group writes a working copy; the row of this table is what the public reads."""

    summary = models.TextField("résumé", blank=True)
    body = BodyField(sheet_blocks(), verbose_name="contenu", blank=True)
    sources = RichTextField("sources", blank=True, features=LINE_FEATURES)
    tags = ClusterTaggableManager("mots-clés", through=SheetTag, blank=True)
    themes = ParentalManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="sheets"
    )
    territory = models.ForeignKey(
        Territory,
        verbose_name="territoire",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    verified_on = models.DateField("vérifiée le", null=True, blank=True)
    group = models.ForeignKey(
        Group, verbose_name="groupe", on_delete=models.PROTECT, related_name="+"
    )

    template = "toolbox/sheet_page.html"
    parent_page_types = ["toolbox.SheetIndexPage"]
    subpage_types: list[str] = []
    # A sheet begins at /fiches/creer/, in a group.
    is_creatable = False
    show_in_menus_default = False
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("sources"),
        FieldPanel("tags"),
        FieldPanel("themes"),
        InlinePanel("audience_rows", label="Public", heading="À qui elle s’adresse"),
        FieldPanel("territory"),
        FieldPanel("verified_on"),
        FieldPanel("group", read_only=True),
    ]

    class Meta:
        verbose_name = "fiche"
        verbose_name_plural = "fiches"
        indexes = [models.Index(fields=["group"], name="sheets_of_group")]

    def with_content_json(self, content: Any) -> "SheetPage":
        """Take a revision's texts; the group is not one of them, and stays that of the row.

        Args:
            content: what the revision holds.
        """
        page: SheetPage = super().with_content_json(content)
        page.group_id = self.group_id
        return page

    def clean(self) -> None:
        """Refuse an address that leads to something else than a sheet."""
        super().clean()
        if self.slug and self.slug in RESERVED:
            raise ValidationError({"slug": f"L’adresse /fiches/{self.slug}/ est réservée."})
