"""Documents written at several hands: their log of updates, who wrote, who is here."""

import uuid

from django.conf import settings
from django.db import models


class CoeditDocument(models.Model):
    """A working copy: a snapshot, and the log of updates that came since."""

    kind = models.CharField("nature", max_length=20)
    owner_id = models.BigIntegerField("objet")
    epoch = models.UUIDField("époque", default=uuid.uuid4)
    snapshot = models.BinaryField("état", default=bytes)
    generation = models.PositiveIntegerField("génération", default=0)
    size = models.PositiveIntegerField("taille, en octets", default=0)
    base = models.CharField("version d’origine", max_length=64, blank=True)
    # What the log no longer tells once it is folded into the snapshot: writing that no version holds yet.
    changed_since = models.DateTimeField("modifié depuis", null=True, blank=True)
    changed_at = models.DateTimeField("modifié le", null=True, blank=True)
    created_at = models.DateTimeField("ouvert le", auto_now_add=True)

    class Meta:
        verbose_name = "texte écrit à plusieurs"
        verbose_name_plural = "textes écrits à plusieurs"
        ordering = ["kind", "owner_id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner_id"], name="one_document_per_owner")
        ]
        indexes = [
            models.Index(
                fields=["changed_since"],
                name="coedit_unsaved",
                condition=models.Q(changed_since__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner_id}"

    @property
    def channel(self) -> str:
        """Where the bus carries what happens to it: one for each epoch, so that no two texts ever mix."""
        return f"coedit:{self.pk}:{self.epoch.hex}"


class CoeditUpdate(models.Model):
    """One update of the log. The order of the rows means nothing: updates commute."""

    document = models.ForeignKey(
        CoeditDocument, verbose_name="texte", on_delete=models.CASCADE, related_name="updates"
    )
    data = models.BinaryField("modification")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "modification"
        verbose_name_plural = "modifications"
        ordering = ["document", "pk"]

    def __str__(self) -> str:
        return f"{self.document_id} ({len(self.data)} octets)"


class CoeditWriter(models.Model):
    """A person wrote in a document since its last version; told by the snapshot no more than by the text."""

    document = models.ForeignKey(
        CoeditDocument, verbose_name="texte", on_delete=models.CASCADE, related_name="writers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="coedit_writings",
    )
    wrote_at = models.DateTimeField("a écrit le")

    class Meta:
        verbose_name = "personne qui a écrit"
        verbose_name_plural = "personnes qui ont écrit"
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "user"], name="one_writer_per_document")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.document_id}"


class CoeditPresence(models.Model):
    """A page that is open on a document now, by a socket or by plain requests."""

    key = models.UUIDField("page ouverte", unique=True)
    document = models.ForeignKey(
        CoeditDocument, verbose_name="texte", on_delete=models.CASCADE, related_name="presences"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="coedit_presences",
    )
    writes = models.BooleanField("écrit", default=True)
    slow = models.BooleanField("mode lent", default=False)
    seen_at = models.DateTimeField("vue le")

    class Meta:
        verbose_name = "page ouverte sur un texte"
        verbose_name_plural = "pages ouvertes sur des textes"
        ordering = ["document", "pk"]
        indexes = [models.Index(fields=["document", "seen_at"], name="coedit_present")]

    def __str__(self) -> str:
        return f"{self.user_id} sur {self.document_id}"
