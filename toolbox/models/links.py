"""What hangs on a sheet: its words, whom it is for, its offers, who wrote it."""

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel

from connect.offers.models import OfferLink
from toolbox.enums import Audience


class SheetTag(TaggedItemBase):
    """A free word of a sheet."""

    content_object = ParentalKey(
        "toolbox.SheetPage", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        verbose_name = "mot-clé d’une fiche"
        verbose_name_plural = "mots-clés des fiches"

    def __str__(self) -> str:
        return f"{self.content_object} · {self.tag}"


class SheetAudience(models.Model):
    """A sheet is written for these readers."""

    page = ParentalKey("toolbox.SheetPage", on_delete=models.CASCADE, related_name="audience_rows")
    audience = models.CharField("public", max_length=16, choices=Audience.choices)

    panels = [FieldPanel("audience")]

    class Meta:
        verbose_name = "public d’une fiche"
        verbose_name_plural = "publics des fiches"
        constraints = [
            models.UniqueConstraint(fields=["page", "audience"], name="audience_once_per_sheet")
        ]
        indexes = [models.Index(fields=["audience", "page"], name="sheets_of_audience")]

    def __str__(self) -> str:
        return f"{self.page} · {self.get_audience_display()}"


class SheetOffer(OfferLink):
    """A sheet speaks of an offer. It follows the drafts of the sheet: a revision carries its own."""

    page = ParentalKey("toolbox.SheetPage", on_delete=models.CASCADE, related_name="offer_links")
    # What the public read on the day of the link: all that is said of an offer which is proposed no longer.
    title = models.CharField("intitulé le jour du lien", max_length=200, blank=True)
    in_text = models.BooleanField("a une carte dans le texte", default=True)

    panels = [FieldPanel("offer"), FieldPanel("note")]

    class Meta:
        verbose_name = "offre d’une fiche"
        verbose_name_plural = "offres des fiches"
        constraints = [
            models.UniqueConstraint(fields=["page", "offer"], name="offer_once_per_sheet")
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.offer}"


class SheetAuthor(models.Model):
    """Somebody wrote in a sheet: a person, or a name without an account. Published with what they wrote."""

    page = models.ForeignKey(
        "toolbox.SheetPage", verbose_name="fiche", on_delete=models.CASCADE, related_name="authors"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="sheet_authorships",
    )
    name = models.CharField(
        "nom", max_length=160, blank=True, help_text="D’un auteur qui n’a pas de compte."
    )
    is_public = models.BooleanField("a écrit dans ce qui est publié", default=False)
    began_at = models.DateTimeField("depuis le", auto_now_add=True)

    class Meta:
        verbose_name = "auteur d’une fiche"
        verbose_name_plural = "auteurs des fiches"
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "user"],
                condition=models.Q(user__isnull=False),
                name="author_once_per_sheet",
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(name=""),
                name="author_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_name} · {self.page}"

    @property
    def shown_name(self) -> str:
        """The name that readers see; never an address."""
        return self.user.shown_name if self.user is not None else self.name
