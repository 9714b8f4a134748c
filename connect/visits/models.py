"""Visits by day: a number for each page, nothing about who came."""

from django.db import models


class VisitCount(models.Model):
    """How many times the page of one thing was read on one day."""

    class Subject(models.TextChoices):
        """What is counted."""

        OFFER = "offre", "Offre"
        STRUCTURE = "structure", "Structure"

    day = models.DateField("jour")
    subject = models.CharField("nature", max_length=12, choices=Subject.choices)
    object_id = models.PositiveBigIntegerField("identifiant")
    count = models.PositiveIntegerField("visites", default=0)

    class Meta:
        verbose_name = "visites d’un jour"
        verbose_name_plural = "visites par jour"
        ordering = ["-day", "subject", "object_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "object_id", "day"], name="one_count_a_day_and_thing"
            )
        ]
        indexes = [models.Index(fields=["day"], name="visits_of_day")]

    def __str__(self) -> str:
        return f"{self.subject} {self.object_id} · {self.day} : {self.count}"
