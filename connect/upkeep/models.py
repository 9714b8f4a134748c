"""What was done on the page of what awaits, and by whom."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Deed(models.Model):
    """One duty settled; written in the transaction of the act itself.

    The person's name is copied, so that the log still reads once the account is gone; a job forgets old deeds.
    """

    kind = models.CharField("sorte", max_length=40)
    key = models.CharField("objet", max_length=80)
    title = models.CharField("intitulé", max_length=300)
    past = models.CharField("fait", max_length=60)
    sentence = models.CharField("phrase", max_length=600)
    url = models.CharField("où regarder", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    by_name = models.CharField("nom de la personne", max_length=170)
    at = models.DateTimeField("le", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "geste d’entretien"
        verbose_name_plural = "gestes d’entretien"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "key", "-at"], name="deed_of_a_duty")]

    def __str__(self) -> str:
        return f"{self.title} : {self.past}"
