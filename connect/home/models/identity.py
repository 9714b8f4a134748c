"""Who publishes the site, and the menus around every page."""

from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from connect.home.blocks.text import LinkBlock
from connect.home.fields import BodyField

NOT_EXHAUSTIVE = "ESSor n’est pas exhaustif\u00a0: une aide peut exister sans être recensée ici."


class FooterColumnBlock(blocks.StructBlock):
    """A titled column of links."""

    title = blocks.CharBlock(label="Titre", max_length=60)
    links = blocks.ListBlock(LinkBlock(), label="Liens", min_num=1, max_num=8)

    class Meta:
        label = "Colonne"
        icon = "list-ul"


@register_setting(icon="home", order=10)
class SiteIdentity(BaseSiteSetting):
    """Names, contacts, menu and footer of a site; one row, so that every page reads it in one statement."""

    site_name = models.CharField("nom du site", max_length=60, default="ESSor Connect")
    tagline = models.CharField(
        "devise", max_length=160, blank=True, help_text="Une ligne sous le nom du site."
    )
    chamber_name = models.CharField("nom de la chambre", max_length=160, blank=True)
    region_name = models.CharField("région", max_length=80, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="logo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    address = models.TextField("adresse postale", blank=True)
    not_exhaustive = models.CharField(
        "phrase sur les limites du catalogue", max_length=200, default=NOT_EXHAUSTIVE, blank=True
    )
    footer_text = models.TextField(
        "texte du pied de page",
        blank=True,
        help_text="Deux phrases : ce qu’est le site, qui le tient.",
    )
    menu = BodyField([("link", LinkBlock())], verbose_name="menu principal", blank=True, max_num=7)
    footer_columns = BodyField(
        [("column", FooterColumnBlock())],
        verbose_name="colonnes du pied de page",
        blank=True,
        max_num=4,
    )
    legal_links = BodyField(
        [("link", LinkBlock())],
        verbose_name="liens légaux, au bas de chaque page",
        blank=True,
        max_num=6,
    )

    select_related = ["logo"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("site_name"),
                    FieldPanel("tagline"),
                    MultiFieldPanel(
                        [FieldPanel("chamber_name"), FieldPanel("region_name"), FieldPanel("logo")],
                        heading="La chambre",
                    ),
                    MultiFieldPanel(
                        [FieldPanel("email"), FieldPanel("phone"), FieldPanel("address")],
                        heading="Nous joindre",
                    ),
                    FieldPanel("not_exhaustive"),
                ],
                heading="Identité",
            ),
            ObjectList([FieldPanel("menu")], heading="Menu"),
            ObjectList(
                [
                    FieldPanel("footer_text"),
                    FieldPanel("footer_columns"),
                    FieldPanel("legal_links"),
                ],
                heading="Pied de page",
            ),
        ]
    )

    class Meta:
        verbose_name = "identité et menus du site"
        verbose_name_plural = "identité et menus du site"

    def __str__(self) -> str:
        return self.site_name

    @classmethod
    def stored_for(cls, site: Site | None) -> "SiteIdentity":
        """The identity of a site, or unsaved defaults: reading a page never writes a row."""
        found: Any = cls.base_queryset().filter(site=site).first() if site is not None else None
        return found or cls()
