"""A version of a sheet: a revision of the page, with why it was kept and who wrote."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Revision

from toolbox.enums import VersionReason


class SheetVersion(models.Model):
    """What a sheet said at a moment. The text is in the revision, which Wagtail keeps."""

    page = models.ForeignKey(
        "toolbox.SheetPage", verbose_name="fiche", on_delete=models.CASCADE, related_name="versions"
    )
    revision = models.OneToOneField(
        Revision, verbose_name="révision", on_delete=models.CASCADE, related_name="sheet_version"
    )
    reason = models.CharField("pourquoi", max_length=12, choices=VersionReason.choices)
    label = models.CharField("nom", max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="demandée par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    writers = models.JSONField("noms des auteurs", default=list, blank=True)
    persons = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name="personnes qui ont écrit",
        blank=True,
        related_name="+",
        help_text="Depuis la version d’avant.",
    )
    began_at = models.DateTimeField("écrite à partir de", default=timezone.now)
    created_at = models.DateTimeField("gardée le", default=timezone.now)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)

    class Meta:
        verbose_name = "version d’une fiche"
        verbose_name_plural = "versions des fiches"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["page", "-created_at"], name="versions_of_sheet")]

    def __str__(self) -> str:
        return f"{self.page} · {self.get_reason_display()}"
