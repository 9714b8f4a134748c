"""What a visitor says is wrong on a sheet, and what was answered."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from connect.offers.enums import ReportedFault, ReportOutcome
from connect.offers.models.offer import Offer
from connect.structures.models import Structure


class ErrorReport(models.Model):
    """An error reported on the sheet of an offer or of a structure.

    `address` is kept to send one answer, which waits in the ledger of `notifications`, and erased by a job 90 days
    after the report.
    """

    offer = models.ForeignKey(
        Offer,
        verbose_name="offre",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="error_reports",
    )
    structure = models.ForeignKey(
        Structure,
        verbose_name="structure",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="error_reports",
    )
    fault = models.CharField("ce qui ne va pas", max_length=12, choices=ReportedFault.choices)
    sentence = models.CharField("en une phrase", max_length=500, blank=True)
    address = models.EmailField("adresse pour la réponse", blank=True)
    reported_at = models.DateTimeField("signalée le", default=timezone.now)
    outcome = models.CharField("suite", max_length=12, choices=ReportOutcome.choices, blank=True)
    answer = models.CharField("réponse", max_length=1000, blank=True)
    answered_at = models.DateTimeField("réglée le", null=True, blank=True)

    class Meta:
        verbose_name = "erreur signalée"
        verbose_name_plural = "erreurs signalées"
        ordering = ["reported_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offer__isnull=False, structure__isnull=True)
                | Q(offer__isnull=True, structure__isnull=False),
                name="report_is_about_one_thing",
                violation_error_message="Un signalement porte sur une offre ou sur une structure.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="settled_report_has_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reported_at"], name="report_waiting", condition=Q(answered_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fault_display()} : {self.subject}"

    @property
    def subject(self) -> Offer | Structure:
        """The offer or the structure whose sheet is wrong."""
        found = self.offer or self.structure
        if found is None:
            raise ValueError("A report is about an offer or a structure.")
        return found
