"""Visits by day, then by month: a number for each page, nothing about who came."""

from django.db import models


class Subject(models.TextChoices):
    """What is counted."""

    OFFER = "offre", "Offre"
    STRUCTURE = "structure", "Structure"


class VisitCount(models.Model):
    """How many times the page of one thing was read on one day."""

    Subject = Subject

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


class VisitMonth(models.Model):
    """How many times the page of one thing was read in one month, once its days were folded."""

    month = models.DateField("mois", help_text="Le premier jour du mois.")
    subject = models.CharField("nature", max_length=12, choices=Subject.choices)
    object_id = models.PositiveBigIntegerField("identifiant")
    count = models.PositiveIntegerField("visites", default=0)

    class Meta:
        verbose_name = "visites d’un mois"
        verbose_name_plural = "visites par mois"
        ordering = ["-month", "subject", "object_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "object_id", "month"], name="one_count_a_month_and_thing"
            )
        ]
        indexes = [models.Index(fields=["month"], name="visits_of_month")]

    def __str__(self) -> str:
        return f"{self.subject} {self.object_id} · {self.month:%Y-%m} : {self.count}"
