"""Saved profiles, against which a change of the questionnaire is tried before it is published."""

from django.db import models


class Profile(models.Model):
    """An imaginary asker: « association sans salarié, Laval, achat de matériel »."""

    name = models.CharField("nom", max_length=120, unique=True)
    answers = models.JSONField(
        "réponses", default=dict, blank=True, help_text="Par question, les codes répondus."
    )
    note = models.TextField("ce qu’on attend", blank=True, max_length=600)

    class Meta:
        verbose_name = "profil d’essai"
        verbose_name_plural = "profils d’essai"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
