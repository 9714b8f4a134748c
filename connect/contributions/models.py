"""What a member of a structure proposes to write, before the public sees it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from connect.contributions.enums import OPEN, State, Subject
from connect.offers.models import Offer
from connect.structures.models import Structure


class Proposal(models.Model):
    """A sheet as one person would have it: a change of an offer or of a structure, or a new offer.

    Attributes:
        offer: the offer to change; empty for a structure, for a new offer until it is accepted, and once deleted.
        is_new: whether accepting makes the offer.
        base: values of the sheet when the author began, by question.
        typed: what the form holds, valid or not, by question.
        values: what was proposed, by question, once it was sent.
        version: raised by each writing; a form that started from another one is told.
        nonce: makes two sendings of one empty form one proposal.
        amended: what the chamber changed or left out when it accepted, as words.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        on_delete=models.SET_NULL,
        null=True,
        related_name="proposals",
    )
    structure = models.ForeignKey(
        Structure, verbose_name="structure", on_delete=models.PROTECT, related_name="proposals"
    )
    subject = models.CharField("objet", max_length=14, choices=Subject.choices)
    offer = models.ForeignKey(
        Offer,
        verbose_name="offre",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
    )
    is_new = models.BooleanField("nouvelle offre", default=False)
    base: Any = models.JSONField(default=dict, editable=False)
    typed: Any = models.JSONField(default=dict, editable=False)
    values: Any = models.JSONField(default=dict, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    nonce = models.CharField(max_length=32, unique=True, editable=False)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.DRAFT)
    motive = models.TextField("motif du retour", blank=True)
    amended: Any = models.JSONField(default=list, editable=False)
    created_at = models.DateTimeField("commencée le", auto_now_add=True)
    saved_at = models.DateTimeField("enregistrée le", auto_now=True)
    submitted_at = models.DateTimeField("proposée le", null=True, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="décidée par",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositions"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "offer"],
                condition=Q(state__in=OPEN, offer__isnull=False),
                name="one_open_proposal_per_author_and_offer",
            ),
            models.UniqueConstraint(
                fields=["author", "structure"],
                condition=Q(state__in=OPEN, subject=Subject.STRUCTURE),
                name="one_open_proposal_per_author_and_structure",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SUBMITTED) | Q(submitted_at__isnull=False),
                name="submitted_proposal_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED) | ~Q(motive=""),
                name="returned_proposal_has_a_motive",
            ),
            models.CheckConstraint(
                condition=~Q(subject=Subject.STRUCTURE) | Q(offer__isnull=True, is_new=False),
                name="proposal_of_a_structure_has_no_offer",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="proposal_waiting"),
            models.Index(fields=["structure", "state"], name="proposal_of_structure"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"

    @property
    def written_by(self) -> str:
        """The author's name as members read it."""
        return self.author.shown_name if self.author else "la structure"

    @property
    def title(self) -> str:
        """What the sheet is called: as it stands, or as it is being written."""
        if self.subject == Subject.STRUCTURE:
            return self.structure.name
        if self.offer is not None:
            return self.offer.title
        name = str(self.typed.get("title") or self.base.get("title") or "").strip()
        return name or f"{self.get_subject_display()} sans intitulé"

    @property
    def is_gone(self) -> bool:
        """Whether the offer that it would change was deleted."""
        return self.subject != Subject.STRUCTURE and not self.is_new and self.offer_id is None

    @property
    def holder(self) -> Structure:
        """The structure whose members may read it: that of the offer today, which may have moved."""
        return self.offer.structure if self.offer is not None else self.structure
