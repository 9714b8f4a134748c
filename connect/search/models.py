"""The index kept in the database, the words it holds and the synonyms that staff edit."""

from django.core.exceptions import ValidationError
from django.db import models

from connect.search import french


class SearchEntry(models.Model):
    """One indexed object. The searchable text itself belongs to the backend of the database.

    `id` is computed by `connect.search.registry.entry_id`, so that a full-text row says by its
    key alone which object it stands for.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    title = models.TextField()
    title_key = models.CharField(max_length=200, db_index=True)
    keywords = models.TextField(blank=True)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "search_entry"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")
        ]
        verbose_name = "entrée de l’index"
        verbose_name_plural = "entrées de l’index"

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.title}"


class Word(models.Model):
    """A word of the index: folded, its stem, a way to write it, and how many entries hold it."""

    word = models.CharField(max_length=french.MAX_WORD, primary_key=True)
    stem = models.CharField(max_length=french.MAX_WORD)
    spelling = models.CharField(max_length=2 * french.MAX_WORD)
    frequency = models.PositiveIntegerField()

    class Meta:
        db_table = "search_word"
        verbose_name = "mot de l’index"
        verbose_name_plural = "mots de l’index"

    def __str__(self) -> str:
        return self.spelling


class VocabularyVersion(models.Model):
    """One row whose token changes with the set of words, so that processes know when to reload."""

    token = models.CharField(max_length=32)

    class Meta:
        db_table = "search_vocabulary_version"
        verbose_name = "version du vocabulaire"
        verbose_name_plural = "versions du vocabulaire"

    def __str__(self) -> str:
        return self.token


class Synonym(models.Model):
    """A group of words or expressions that mean the same to a search."""

    terms = models.TextField(
        "mots ou expressions",
        help_text="Séparés par des virgules : « DLA, dispositif local d’accompagnement ». "
        "Chercher l’un trouve aussi les autres.",
    )
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        db_table = "search_synonym"
        ordering = ["terms"]
        verbose_name = "groupe de synonymes"
        verbose_name_plural = "groupes de synonymes"

    def __str__(self) -> str:
        return self.terms

    def expressions(self) -> list[tuple[str, ...]]:
        """The stems of each expression, without repetition and without empty ones."""
        found = (french.stems(part) for part in self.terms.replace("\n", ",").split(","))
        return list(dict.fromkeys(stems for stems in found if stems))

    def clean(self) -> None:
        """Refuse a group that brings nothing together.

        Raises:
            ValidationError: when fewer than two different expressions remain.
        """
        if len(self.expressions()) < 2:
            raise ValidationError(
                {
                    "terms": "Donnez au moins deux mots ou expressions différents, séparés par des virgules."
                }
            )


class SearchTally(models.Model):
    """How many times a day some words were searched, and what they found; never by whom."""

    class Place(models.TextChoices):
        """Where the words were typed."""

        SITE = "site", "Recherche du site"
        CATALOGUE = "catalogue", "Catalogue"

    day = models.DateField("jour")
    place = models.CharField("où", max_length=10, choices=Place.choices)
    words = models.CharField("mots", max_length=80)
    count = models.PositiveIntegerField("recherches", default=0)
    results = models.PositiveIntegerField("résultats la dernière fois", default=0)

    class Meta:
        db_table = "search_tally"
        ordering = ["-day", "-count", "words"]
        verbose_name = "mots recherchés"
        verbose_name_plural = "mots recherchés"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "place", "words"], name="search_tally_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.words} ({self.count})"
