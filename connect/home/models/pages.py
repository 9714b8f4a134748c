"""The three kinds of page: the home page, pages of content, pages that list others."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Page
from wagtail.search import index

from connect.home.blocks import body_blocks
from connect.home.fields import BodyField
from connect.home.models.base import SitePage
from connect.home.selectors import visible_to
from connect.offers.catalogue.index import current
from connect.offers.catalogue.overview import overview
from connect.offers.catalogue.rows import rows_of
from connect.offers.selectors import closing_soon

CLOSING_SHOWN = 5


class HomePage(SitePage):
    """The first page: what people look for, what the catalogue holds, what closes soon."""

    question = models.CharField("question", max_length=120, default="Que cherchez-vous\u00a0?")
    introduction = models.TextField(
        "introduction",
        blank=True,
        help_text="Une ou deux phrases sous la question : à qui le site sert, à quoi.",
    )
    guided_title = models.CharField(
        "titre",
        max_length=120,
        default="Vous ne savez pas par où commencer\u00a0?",
        blank=True,
        help_text="Vide, cette entrée disparaît de l’accueil.",
    )
    guided_text = models.TextField(
        "texte",
        default="Répondez à quelques questions simples. Vous verrez les offres qui vous vont, et pourquoi.",
        blank=True,
    )
    guided_label = models.CharField("bouton", max_length=60, default="Trouver mes offres")
    companion_title = models.CharField(
        "titre",
        max_length=120,
        default="Vous accompagnez quelqu’un\u00a0?",
        blank=True,
        help_text="Vide, cette entrée disparaît de l’accueil.",
    )
    companion_text = models.TextField(
        "texte",
        default="Répondez en une page et remettez-lui un plan daté : les offres, pourquoi, par où commencer.",
        blank=True,
    )
    companion_label = models.CharField("lien", max_length=60, default="Préparer un plan")
    body = BodyField(body_blocks(), verbose_name="contenu", blank=True)

    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.ContentPage", "home.IndexPage", "toolbox.SheetIndexPage"]
    max_count_per_parent = 1
    content_panels = [
        *Page.content_panels,
        FieldPanel("question"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("guided_title"), FieldPanel("guided_text"), FieldPanel("guided_label")],
            heading="L’entrée par le questionnaire",
        ),
        MultiFieldPanel(
            [
                FieldPanel("companion_title"),
                FieldPanel("companion_text"),
                FieldPanel("companion_label"),
            ],
            heading="L’entrée « pour quelqu’un »",
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    api_fields = [
        *SitePage.api_fields, APIField("question"), APIField("introduction"), APIField("body")
    ]  # fmt: skip

    class Meta:
        verbose_name = "page d’accueil"
        verbose_name_plural = "pages d’accueil"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `overview` (needs, typologies, totals) and `closing` (rows of the calls that close first)."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["overview"] = overview()
        context["closing"] = rows_of(closing_soon(None, CLOSING_SHOWN), current())
        return context


class ContentPage(SitePage):
    """A page to read."""

    introduction = models.TextField(
        "chapeau", blank=True, help_text="Deux ou trois phrases qui disent l’essentiel."
    )
    body = BodyField(body_blocks(), verbose_name="contenu", blank=True)

    template = "home/content_page.html"
    parent_page_types = ["home.HomePage", "home.IndexPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    api_fields = [*SitePage.api_fields, APIField("introduction"), APIField("body")]

    class Meta:
        verbose_name = "page de contenu"
        verbose_name_plural = "pages de contenu"


class IndexPage(SitePage):
    """A page that leads to those under it."""

    introduction = models.TextField(
        "chapeau", blank=True, help_text="Ce que l’on trouve dans ces pages."
    )
    body = BodyField(
        body_blocks(),
        verbose_name="contenu",
        blank=True,
        help_text="Affiché au-dessus de la liste.",
    )

    template = "home/index_page.html"
    parent_page_types = ["home.HomePage", "home.IndexPage"]
    subpage_types = ["home.ContentPage", "home.IndexPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    api_fields = [*SitePage.api_fields, APIField("introduction"), APIField("body")]

    class Meta:
        verbose_name = "page de rubrique"
        verbose_name_plural = "pages de rubrique"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `children`: the public pages under this one, in the order of the tree."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        children = visible_to(request.user).filter(
            pk__in=self.get_children().order_by().values("pk")
        )
        context["children"] = list(children.order_by("path").specific(defer=False))  # type: ignore[attr-defined]  # a Wagtail queryset
        return context
