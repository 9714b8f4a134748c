"""The page that lists the sheets."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page

SLUG = "fiches"


class SheetIndexPage(Page):
    """The list of the sheets, at `/fiches/`; there is one."""

    introduction = models.TextField(
        "chapeau", blank=True, help_text="Deux ou trois phrases au-dessus de la liste."
    )

    template = "toolbox/sheet_list.html"
    max_count = 1
    subpage_types = ["toolbox.SheetPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    api_fields = [APIField("introduction")]
    show_in_menus_default = False

    class Meta:
        verbose_name = "liste des fiches"
        verbose_name_plural = "listes des fiches"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what `toolbox.listing` says of the sheets that answer."""
        from toolbox.listing import context_of  # noqa: PLC0415  # it reads the sheets

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **context_of(request)}

    def clean(self) -> None:
        """Keep the address that the rest of the site leads to."""
        super().clean()
        if self.slug and self.slug != SLUG:
            raise ValidationError({"slug": f"L’adresse de cette page reste /{SLUG}/."})
