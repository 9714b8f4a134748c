"""The history of the indicators, kept for ever, and the dates that staff compare with."""

from django.db import models


class Measure(models.Model):
    """The value of one indicator on one day."""

    day = models.DateField("jour")
    key = models.CharField("indicateur", max_length=40)
    value = models.DecimalField("valeur", max_digits=14, decimal_places=2)
    taken_on = models.DateField(
        "relevée le", help_text="Le jour même, la valeur est provisoire ; elle est arrêtée ensuite."
    )
    rebuilt = models.BooleanField(
        "recalculée",
        default=False,
        help_text="Vrai quand la valeur vient des dates écrites dans le catalogue, et non d’un relevé fait ce jour-là.",
    )

    class Meta:
        verbose_name = "relevé"
        verbose_name_plural = "relevés"
        ordering = ["day", "key"]
        constraints = [
            models.UniqueConstraint(fields=["key", "day"], name="measure_once_a_day_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.key}, {self.day}"

    @property
    def is_provisional(self) -> bool:
        """Whether the day was not over when it was measured."""
        return self.taken_on <= self.day


class Milestone(models.Model):
    """A date to compare with: « avant la nouvelle version »."""

    name = models.CharField(
        "nom", max_length=80, unique=True, help_text="Par exemple : ouverture de la version 2."
    )
    day = models.DateField("date", help_text="Les indicateurs de ce jour servent d’« avant ».")

    class Meta:
        verbose_name = "date repère"
        verbose_name_plural = "dates repères"
        ordering = ["-day", "name"]

    def __str__(self) -> str:
        return self.name
