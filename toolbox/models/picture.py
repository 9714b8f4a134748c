"""Which pictures of the library belong to which sheet."""

from django.db import models
from wagtail.images import get_image_model_string


class SheetPicture(models.Model):
    """A picture that was sent for a sheet, or put there by the staff: only these are shown in it.

    Without this table, the number of a picture typed in a text would show any picture of the library, those of the
    drafts of private groups included.
    """

    page = models.ForeignKey(
        "toolbox.SheetPage", verbose_name="fiche", on_delete=models.CASCADE, related_name="pictures"
    )
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name="image",
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta:
        verbose_name = "image d’une fiche"
        verbose_name_plural = "images des fiches"
        ordering = ["page", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "image"], name="picture_once_per_sheet")
        ]

    def __str__(self) -> str:
        return f"{self.image_id} · {self.page_id}"
