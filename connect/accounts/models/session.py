"""The browsers where a person is signed in."""

from django.conf import settings
from django.db import models


class OpenSession(models.Model):
    """One sign-in that has not ended. The network address is not kept: the device and the day are enough to know it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="open_sessions",
    )
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    device = models.CharField("appareil", max_length=80)
    began_at = models.DateTimeField("depuis le", auto_now_add=True)

    class Meta:
        verbose_name = "session ouverte"
        verbose_name_plural = "sessions ouvertes"
        ordering = ["-began_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.device} ({self.began_at:%d/%m/%Y})"
