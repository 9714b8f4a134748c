"""The territory tree: Europe, country, regions, departments, EPCI, communes and their postcodes."""

from django.db import models

from connect.taxonomy.enums import Level


class Territory(models.Model):
    """One territory. A commune hangs from its department and points to its EPCI, when it has one.

    An EPCI may cross departments, so the EPCI of a commune is a link beside the tree and not a level of it.
    """

    code = models.CharField("code", max_length=20, help_text="Code INSEE, ou SIREN pour un EPCI.")
    level = models.CharField("niveau", max_length=12, choices=Level.choices)
    name = models.CharField("nom", max_length=120)
    folded_name = models.CharField(max_length=120, editable=False, db_index=True)
    parent = models.ForeignKey(
        "self",
        verbose_name="territoire parent",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    epci = models.ForeignKey(
        "self",
        verbose_name="intercommunalité",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
        help_text="Vide pour une commune qui n’appartient à aucune intercommunalité.",
    )
    population = models.PositiveIntegerField("population", null=True, blank=True)
    in_scope = models.BooleanField(
        "dans le territoire de la chambre",
        default=True,
        help_text="Décoché pour un territoire voisin, cité parce qu’une structure y a son siège.",
    )

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["level", "code"], name="territory_code_unique_in_level")
        ]
        indexes = [models.Index(fields=["level", "folded_name"], name="territory_level_name")]

    def __str__(self) -> str:
        if self.level in {Level.DEPARTMENT, Level.COMMUNE}:
            return f"{self.name} ({self.code[:2] if self.level == Level.COMMUNE else self.code})"
        return self.name


class Postcode(models.Model):
    """A postcode of a commune; one postcode may serve several communes."""

    code = models.CharField("code postal", max_length=5, db_index=True)
    commune = models.ForeignKey(
        Territory, verbose_name="commune", on_delete=models.CASCADE, related_name="postcodes"
    )

    class Meta:
        verbose_name = "code postal"
        verbose_name_plural = "codes postaux"
        ordering = ["code", "commune"]
        constraints = [
            models.UniqueConstraint(fields=["code", "commune"], name="postcode_once_per_commune")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.commune.name}"
