"""Version of the catalogue, so that each process knows when its facet index is out of date."""

from django.db import models


class CatalogueStamp(models.Model):
    """One row: the version now in force. Its row lock puts writers in order, so no change is missed."""

    version = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.version} {self.token}"


class CatalogueChange(models.Model):
    """An offer touched by a version; `offer_id` is empty when the whole index must be read again."""

    version = models.PositiveBigIntegerField(db_index=True)
    token = models.CharField(max_length=32)
    offer_id = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.version} {self.offer_id or 'all'}"
