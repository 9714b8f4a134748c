"""A thematic sheet: a page that a group writes and the chamber publishes."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.locks import BaseLock
from wagtail.models import Page, Revision
from wagtail.search import index

from connect.common.streams import BodyField
from connect.groups.models import Group
from connect.taxonomy.models import Territory, Theme
from toolbox.blocks import LINE_FEATURES, sheet_blocks
from toolbox.locks import WritingLock
from toolbox.models.links import SheetTag

# Last parts of addresses under /fiches/ that lead elsewhere than to a sheet.
RESERVED = frozenset(
    {
        "creer", "ecrire", "proposer", "retirer", "relecture", "administration", "versions", "apercu", "images",
        "offres", "flux", "fiches.atom",
    }
)  # fmt: skip
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
        # Old versions name territories that may be gone: they are read without.
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    verified_on = models.DateField("vérifiée le", null=True, blank=True)
    group = models.ForeignKey(
        Group, verbose_name="groupe", on_delete=models.PROTECT, related_name="+"
    )
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="reprise dans l’administration par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    held_at = models.DateTimeField(
        "reprise dans l’administration le", null=True, blank=True, editable=False
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
        FieldPanel("group", read_only=True, permission="groups.change_group"),
    ]

    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    api_fields = [
        APIField("search_description"),
        APIField("summary"),
        APIField("body"),
        APIField("sources"),
        APIField("verified_on"),
    ]

    class Meta:
        verbose_name = "fiche"
        verbose_name_plural = "fiches"
        indexes = [models.Index(fields=["group"], name="sheets_of_group")]

    def with_content_json(self, content: Any) -> "SheetPage":
        """Take a revision's texts; the group and who holds the sheet are not of them, and stay those of the row.

        Args:
            content: what the revision holds.
        """
        page: SheetPage = super().with_content_json({**content, "group": self.group_id})
        page.held_by_id, page.held_at = self.held_by_id, self.held_at
        return page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what `toolbox.presenting` says of the sheet."""
        from toolbox.presenting import context_of  # noqa: PLC0415  # it reads this model

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **context_of(self, request)}

    def get_lock(self) -> BaseLock | None:
        """Close the form of the administration, unless the staff took the sheet over there."""
        if self.held_at is None:
            return WritingLock(self)
        lock: BaseLock | None = super().get_lock()
        return lock

    def approved_revision(self, workflow_state: Any) -> Revision:
        """What a finished review publishes: what was submitted, not what was typed since.

        Holds the row: the publication writes all of it, and the text that is being written changes it too.

        Args:
            workflow_state: Wagtail's, just approved.
        """
        SheetPage.objects.select_for_update().filter(pk=self.pk).order_by("pk").first()
        return Revision.objects.get(pk=workflow_state.current_task_state.revision_id)

    def clean(self) -> None:
        """Refuse an address that leads to something else than a sheet."""
        super().clean()
        if self.slug and self.slug in RESERVED:
            raise ValidationError({"slug": f"L’adresse /fiches/{self.slug}/ est réservée."})
