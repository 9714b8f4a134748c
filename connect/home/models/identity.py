"""Who publishes the site, and the menus around every page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail import blocks
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from connect.common.clock import today
from connect.home.blocks.text import LinkBlock
from connect.home.conformity import Audit, Conformity, conformity
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
    site_map_introduction = models.TextField(
        "texte du plan du site",
        blank=True,
        help_text="Une ou deux phrases sous le titre de la page.",
    )
    accessibility_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="déclaration d’accessibilité",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Chaque page y mène par un lien qui dit l’état de conformité, comme la loi le demande.",
    )
    accessibility_checked_on = models.DateField(
        "date de la dernière auto-évaluation",
        null=True,
        blank=True,
        help_text="Le jour où l’équipe a vérifié le site elle-même. Ce n’est pas un audit.",
    )
    accessibility_audited_on = models.DateField(
        "date de l’audit",
        null=True,
        blank=True,
        help_text="Vide tant que personne n’a mesuré les critères du RGAA : le site est alors « non conforme ».",
    )
    accessibility_rate = models.DecimalField(
        "taux de conformité, en %",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Celui du rapport d’audit. À partir de 50 %, le site est partiellement conforme.",
    )
    accessibility_auditor = models.CharField(
        "auteur de l’audit", max_length=160, blank=True, help_text="Organisme ou fonction."
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
            ObjectList([FieldPanel("site_map_introduction")], heading="Plan du site"),
            ObjectList(
                [
                    PageChooserPanel("accessibility_page", "home.ContentPage"),
                    FieldPanel("accessibility_checked_on"),
                    MultiFieldPanel(
                        [
                            FieldPanel("accessibility_audited_on"),
                            FieldPanel("accessibility_rate"),
                            FieldPanel("accessibility_auditor"),
                        ],
                        heading="Le dernier audit",
                    ),
                ],
                heading="Accessibilité",
            ),
        ]
    )

    class Meta:
        verbose_name = "identité et menus du site"
        verbose_name_plural = "identité et menus du site"

    def __str__(self) -> str:
        return self.site_name

    def clean(self) -> None:
        """Refuse half an audit, and one that has not taken place yet."""
        super().clean()
        errors = {}
        if self.accessibility_audited_on and self.accessibility_rate is None:
            errors["accessibility_rate"] = "Écrivez le taux que donne le rapport d’audit."
        if self.accessibility_rate is not None and not self.accessibility_audited_on:
            errors["accessibility_audited_on"] = "Écrivez la date de l’audit qui donne ce taux."
        for name in ("accessibility_audited_on", "accessibility_checked_on"):
            day = getattr(self, name)
            if day and day > today():
                errors[name] = "Cette date est à venir : écrivez celle d’un contrôle déjà fait."
        if errors:
            raise ValidationError(errors)

    @property
    def audit(self) -> Audit | None:
        """The last audit of accessibility, when there is one."""
        if self.accessibility_audited_on is None or self.accessibility_rate is None:
            return None
        return Audit(
            self.accessibility_audited_on, self.accessibility_rate, self.accessibility_auditor
        )

    @property
    def conformity(self) -> Conformity:
        """The state of conformity to the RGAA today."""
        return conformity(self.audit, today())

    @classmethod
    def stored_for(cls, site: Site | None) -> "SiteIdentity":
        """The identity of a site, or unsaved defaults: reading a page never writes a row."""
        found: Any = cls.base_queryset().filter(site=site).first() if site is not None else None
        return found or cls()
