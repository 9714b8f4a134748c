"""Structures that offer something, the entities they serve and the local networks."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from connect.structures.enums import Nature
from connect.taxonomy.models import Territory


class Entity(models.Model):
    """A larger body whose services are structures: a council, a region. A lone structure is its own entity."""

    name = models.CharField("nom", max_length=160, unique=True)
    slug = models.SlugField("adresse", max_length=160, unique=True)

    class Meta:
        verbose_name = "entité"
        verbose_name_plural = "entités"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the public page."""
        return reverse("entity", args=[self.slug])


class LocalNetwork(models.Model):
    """A local network that animates a territory."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("nom", max_length=120)
    territory = models.ForeignKey(
        Territory,
        verbose_name="territoire",
        on_delete=models.PROTECT,
        related_name="local_networks",
    )

    class Meta:
        verbose_name = "réseau local"
        verbose_name_plural = "réseaux locaux"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Structure(models.Model):
    """An organisation, or one service of it, that funds, accompanies or orients."""

    reference = models.CharField("référence", max_length=20, unique=True)
    slug = models.SlugField("adresse", max_length=200, unique=True)
    name = models.CharField("nom", max_length=200)
    entity = models.ForeignKey(
        Entity, verbose_name="entité", on_delete=models.PROTECT, related_name="structures"
    )
    nature = models.CharField("nature", max_length=24, choices=Nature.choices, blank=True)
    is_funder = models.BooleanField("finance", default=False)
    is_accompanier = models.BooleanField("accompagne", default=False)
    is_orienter = models.BooleanField("accueille et oriente", default=False)
    department = models.ForeignKey(
        Territory,
        verbose_name="département du siège",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="structures_of_department",
    )
    commune_name = models.CharField("commune", max_length=120, blank=True)
    commune = models.ForeignKey(
        Territory,
        verbose_name="commune (fiche territoire)",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="structures_of_commune",
    )
    epci = models.ForeignKey(
        Territory,
        verbose_name="intercommunalité",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="structures_of_epci",
    )
    local_network = models.ForeignKey(
        LocalNetwork,
        verbose_name="réseau local",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="structures",
    )
    is_cress_member = models.BooleanField("adhérente de la CRESS", default=False)
    is_fictional = models.BooleanField("structure inventée pour la démonstration", default=False)
    is_public = models.BooleanField(
        "visible du public",
        default=True,
        help_text="Décoché, la structure et ses offres disparaissent du site.",
    )
    description = models.TextField("présentation", blank=True)
    website = models.URLField("site internet", max_length=300, blank=True)
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    referenced_on = models.DateField("référencée le", null=True, blank=True)
    verified_on = models.DateField("vérifiée le", null=True, blank=True)
    imported_visits = models.PositiveIntegerField(
        "visites reprises de l’import", null=True, blank=True
    )
    imported_values = models.JSONField(default=dict, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name="fusionnée dans",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
    )

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        ordering = ["name", "reference"]
        indexes = [
            models.Index(Lower("name"), name="structure_name_lower"),
            models.Index(fields=["is_public", "department"], name="structure_public_department"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(is_public=False),
                name="merged_structure_is_private",
                violation_error_message="Cette structure a été fusionnée dans une autre : elle ne peut plus "
                "être publique.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the public page."""
        return reverse("structure", args=[self.slug])

    @property
    def roles(self) -> list[str]:
        """What the structure does, in words."""
        pairs = (
            (self.is_funder, "Finance"),
            (self.is_accompanier, "Accompagne"),
            (self.is_orienter, "Accueille et oriente"),
        )
        return [word for holds, word in pairs if holds]
