"""What every page of the site has."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Page, Site

from connect.home.reserved import refuse_reserved


def is_top_of_a_site(parent: Page | None) -> bool:
    """Whether the children of this page stand at the first level of a site's addresses."""
    return parent is not None and Site.objects.filter(root_page_id=parent.pk).exists()


class SitePageForm(WagtailAdminPageForm):
    """Form of a page; says at once when its address is a room's."""

    def clean(self) -> dict[str, Any]:
        """Refuse a reserved address under the home page."""
        cleaned: dict[str, Any] = super().clean()
        parent = self.parent_page or (self.instance.get_parent() if self.instance.path else None)
        if cleaned.get("slug") and is_top_of_a_site(parent):
            try:
                refuse_reserved(cleaned["slug"])
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


class SitePage(Page):
    """Base of our pages: how they appear in search engines, and addresses that shadow no room."""

    excluded_from_sitemap = models.BooleanField(
        "hors du plan du site",
        default=False,
        help_text="Coché, la page quitte le plan du site et les moteurs de recherche ; elle reste lisible.",
    )

    base_form_class = SitePageForm
    show_in_menus_default = False

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    help_text="Fin de l’adresse de la page. La changer rompt les liens déjà donnés.",
                ),
                FieldPanel("seo_title", heading="Titre dans les moteurs de recherche"),
                FieldPanel("search_description", heading="Résumé dans les moteurs de recherche"),
                FieldPanel("excluded_from_sitemap"),
            ],
            heading="Dans les moteurs de recherche",
        ),
    ]
    api_fields = [APIField("search_description")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a reserved address whatever the way the page is saved."""
        super().clean()
        if self.slug and self.path and self.depth > 2 and is_top_of_a_site(self.get_parent()):
            refuse_reserved(self.slug)
