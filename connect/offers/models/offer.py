"""The one concrete offer: funding, accompaniment or call for projects."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify

from connect.offers.enums import Cost, HiddenMotive, Kind, Origin, Status
from connect.structures.models import Structure
from connect.taxonomy.enums import Reach
from connect.taxonomy.models import (
    AccompanimentType,
    FundedObject,
    FundingType,
    Phase,
    Sector,
    StructureType,
    Territory,
)


class Offer(models.Model):
    """Something a structure proposes. An empty field means « unknown », never « none »."""

    reference = models.CharField("référence", max_length=20, unique=True)
    kind = models.CharField("nature", max_length=14, choices=Kind.choices)
    structure = models.ForeignKey(
        Structure, verbose_name="structure", on_delete=models.PROTECT, related_name="offers"
    )
    title = models.CharField("intitulé", max_length=200)
    slug = models.SlugField(max_length=200, editable=False)
    summary = models.TextField(
        "résumé", blank=True, help_text="À quoi sert l’offre, en quelques phrases simples."
    )
    conditions = models.TextField(
        "conditions", blank=True, help_text="Qui peut en bénéficier, à quelles conditions."
    )
    how_to_apply = models.TextField(
        "démarche", blank=True, help_text="Comment faire la demande, étape par étape."
    )
    funding_type = models.ForeignKey(
        FundingType,
        verbose_name="type de financement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
    )
    accompaniment_types = models.ManyToManyField(
        AccompanimentType, verbose_name="types d’accompagnement", blank=True, related_name="offers"
    )
    structure_types = models.ManyToManyField(
        StructureType, verbose_name="structures visées", blank=True, related_name="offers"
    )
    all_sectors = models.BooleanField("tous secteurs", default=False)
    sectors = models.ManyToManyField(
        Sector, verbose_name="secteurs", blank=True, related_name="offers"
    )
    phases = models.ManyToManyField(
        Phase, verbose_name="étapes du projet", blank=True, related_name="offers"
    )
    objects_funded = models.ManyToManyField(
        FundedObject, verbose_name="objets financés", blank=True, related_name="offers"
    )
    reach = models.CharField("portée", max_length=14, choices=Reach.choices, blank=True)
    territories = models.ManyToManyField(
        Territory, verbose_name="territoires concernés", blank=True, related_name="offers"
    )
    origin = models.CharField(
        "origine du dispositif", max_length=14, choices=Origin.choices, blank=True
    )
    amount_min = models.PositiveIntegerField("montant minimum (€)", null=True, blank=True)
    amount_max = models.PositiveIntegerField("montant maximum (€)", null=True, blank=True)
    rate_max = models.PositiveSmallIntegerField("taux maximum (%)", null=True, blank=True)
    cost = models.CharField(
        "coût pour la personne", max_length=10, choices=Cost.choices, blank=True
    )
    is_individual = models.BooleanField("accompagnement individuel", null=True, blank=True)
    is_collective = models.BooleanField("accompagnement collectif", null=True, blank=True)
    opens_on = models.DateField("publié le", null=True, blank=True)
    closes_on = models.DateField(
        "clôture le",
        null=True,
        blank=True,
        help_text="L’appel reste ouvert jusqu’à 23 h 59 ce jour-là.",
    )
    previous_edition = models.ForeignKey(
        "self",
        verbose_name="édition précédente",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="next_editions",
        help_text="L’appel clos dont celui-ci prend la suite.",
    )
    link = models.URLField("page de l’offre", max_length=300, blank=True)
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    status = models.CharField("état", max_length=14, choices=Status.choices, default=Status.DRAFT)
    hidden_motive = models.CharField(
        "motif de non-diffusion", max_length=24, choices=HiddenMotive.choices, blank=True
    )
    hidden_note = models.CharField("précision sur le motif", max_length=300, blank=True)
    recorded_on = models.DateField("enregistrée le", null=True, blank=True)
    verified_on = models.DateField("vérifiée le", null=True, blank=True)
    imported_visits = models.PositiveIntegerField(
        "visites reprises de l’import", null=True, blank=True
    )
    imported_values = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "offre"
        verbose_name_plural = "offres"
        ordering = ["title", "reference"]
        permissions = [("validate_offer", "Peut valider, masquer et archiver une offre")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.FUNDING, funding_type__isnull=False)
                | (~Q(kind=Kind.FUNDING) & Q(funding_type__isnull=True)),
                name="funding_offer_has_one_funding_type",
                violation_error_message="Un financement a exactement un type ; les autres offres n’en ont pas.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.CALL) | Q(opens_on__isnull=True, closes_on__isnull=True),
                name="only_calls_have_dates",
                violation_error_message="Seul un appel à projets a des dates d’ouverture et de clôture.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.CALL) | Q(closes_on__isnull=False),
                name="call_has_a_closing_date",
                violation_error_message="Un appel à projets a une date de clôture.",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="call_closes_after_it_opens",
                violation_error_message="La clôture ne peut pas précéder la publication.",
            ),
            models.CheckConstraint(
                condition=Q(amount_min__isnull=True)
                | Q(amount_max__isnull=True)
                | Q(amount_max__gte=F("amount_min")),
                name="amounts_in_order",
                violation_error_message="Le montant maximum est inférieur au montant minimum.",
            ),
            models.CheckConstraint(
                condition=Q(rate_max__isnull=True) | Q(rate_max__lte=100),
                name="rate_is_a_percentage",
                violation_error_message="Un taux ne dépasse pas 100 %.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.HIDDEN) | ~Q(hidden_motive=""),
                name="hidden_offer_has_a_motive",
                violation_error_message="Une offre masquée a un motif.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ACCOMPANIMENT)
                | Q(cost="", is_individual__isnull=True, is_collective__isnull=True),
                name="only_accompaniment_has_cost_and_mode",
                violation_error_message="Le coût et la modalité ne concernent que l’accompagnement.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.CALL) | Q(previous_edition__isnull=True),
                name="only_calls_have_editions",
                violation_error_message="Seul un appel à projets a une édition précédente.",
            ),
            models.CheckConstraint(
                condition=Q(previous_edition__isnull=True) | ~Q(previous_edition=F("id")),
                name="call_does_not_follow_itself",
                violation_error_message="Un appel ne peut pas être sa propre édition précédente.",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "kind"], name="offer_status_kind"),
            models.Index(fields=["kind", "status", "closes_on"], name="offer_closing"),
            models.Index(fields=["structure", "status"], name="offer_structure_status"),
            models.Index(fields=["status", "verified_on"], name="offer_status_verified"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the readable end of the address in step with the title."""
        self.slug = slugify(self.title)[:200] or "offre"
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched

    def get_absolute_url(self) -> str:
        """Address of the public page; the reference makes it unique, for many offers share a title."""
        return reverse("offer", args=[self.reference, self.slug])
