"""What the demonstration remembers of itself."""

from django.db import models


class DemoShift(models.Model):
    """One row: by how much the dates of the demonstration data are moved."""

    days = models.IntegerField("jours ajoutés aux dates")
    years = models.IntegerField("années ajoutées dans les textes")
    since = models.DateField("jour où les données sont vraies")

    class Meta:
        verbose_name = "décalage des données de démonstration"
        verbose_name_plural = "décalages des données de démonstration"

    def __str__(self) -> str:
        return f"{self.days:+d} jours"
