"""What can be done to several offers at once: each asks for a confirmation that lists what will change."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from connect.common.french import plural
from connect.offers import permissions, services
from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Offer


class NoQuestionForm(forms.Form):
    """A confirmation that asks nothing more."""

    def reason(self) -> dict[str, str]:
        """Motive and note of the change: none."""
        return {}


class MotiveForm(forms.Form):
    """Why offers stop being shown."""

    motive = forms.ChoiceField(
        label="Motif", choices=[("", "Choisissez un motif"), *HiddenMotive.choices],
        error_messages={"required": "Choisissez un motif : il est gardé dans l’historique."},
    )  # fmt: skip
    note = forms.CharField(
        label="Précision",
        required=False,
        max_length=300,
        help_text="Demandée pour « Autre motif ».",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a precision when the motive says nothing by itself."""
        cleaned = super().clean() or {}
        if cleaned.get("motive") == HiddenMotive.OTHER and not cleaned.get("note"):
            self.add_error("note", "Précisez le motif en quelques mots.")
        return cleaned

    def reason(self) -> dict[str, str]:
        """Motive and note of the change."""
        return {"motive": self.cleaned_data["motive"], "note": self.cleaned_data["note"]}


class StatusAction(BulkAction):
    """Brings offers to a state, through the service that checks, keeps the history and refreshes the catalogue."""

    models = [Offer]
    template_name = "management/bulk_status.html"
    form_class: type[forms.Form] = NoQuestionForm
    status: ClassVar[Status]
    icon_name: ClassVar[str]
    question: ClassVar[str]
    consequence: ClassVar[str]
    verb: ClassVar[str]

    @classmethod
    def allowed_to(cls, user: Any) -> bool:
        """Whether the person may bring offers to this state."""
        return permissions.may_set_status(user, cls.status)

    @classmethod
    def concerns(cls, offer: Offer) -> bool:
        """Whether the action would change this offer."""
        return offer.status != cls.status

    @classmethod
    def get_queryset(cls, model: type[Offer], object_ids: list[str]) -> list[Offer]:
        """The offers chosen, in order; numbers that are none are left aside."""
        pks = [int(one) for one in object_ids if one.isascii() and one.isdigit() and len(one) < 16]
        return list(
            Offer.objects.filter(pk__in=pks)
            .select_related("structure")
            .order_by("title", "reference")
        )

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[str]:
        """Nothing: a whole list is never changed without having been seen."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse those who may not.

        Raises:
            PermissionDenied: before anything is shown.
        """
        if not self.allowed_to(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]  # Wagtail is untyped

    def check_perm(self, obj: Offer) -> bool:
        """Everything is open to who may set the state; `dispatch` has checked."""
        return self.allowed_to(self.request.user)

    def object_context(self, obj: Offer) -> dict[str, Any]:
        """An offer, and whether it will change."""
        return {"item": obj, "changes": self.concerns(obj)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the confirmation."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        changing = sum(entry["changes"] for entry in context["items"])
        return {
            **context,
            "action": self,
            "changing": changing,
            "target_label": self.status.label,
            "header_icon": self.icon_name,
        }

    def get_execution_context(self) -> dict[str, Any]:
        """Who decides, and why."""
        return {"by": self.request.user, "reason": self.cleaned_form.reason()}

    @classmethod
    def execute_action(
        cls, objects: list[Offer], *, by: Any, reason: dict[str, str], **_: Any
    ) -> tuple[int, int]:
        """Change the offers as they stand now, not as they were when the page was shown."""
        pks = [offer.pk for offer in objects]
        offers = Offer.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
        return services.change_status(offers, cls.status, by=by, **reason), 0

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it; a refusal of the service is shown on the same page and nothing is kept."""
        try:
            return super().form_valid(form)  # type: ignore[no-any-return]  # Wagtail is untyped
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return self.form_invalid(form)  # type: ignore[no-any-return]  # Wagtail is untyped

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many changed."""
        return f"{plural(num_parent_objects, 'offre', 'offres')} : état « {self.status.label} »."


class Validate(StatusAction):
    """Shows offers to the public."""

    status = Status.VISIBLE
    action_type = "valider"
    action_priority = 10
    display_name = "Valider"
    aria_label = "Valider les offres cochées"
    icon_name = "check"
    question = "Valider ces offres ?"
    consequence = "Elles seront visibles sur le site, et datées de ce jour comme vérifiées."
    verb = "Valider"


class Hide(StatusAction):
    """Takes offers off the site, with a motive."""

    status = Status.HIDDEN
    action_type = "masquer"
    action_priority = 20
    display_name = "Masquer"
    aria_label = "Masquer les offres cochées"
    icon_name = "no-view"
    question = "Masquer ces offres ?"
    consequence = "Elles quitteront aussitôt le site, la recherche et les interfaces ; elles restent enregistrées."
    verb = "Masquer"
    form_class = MotiveForm

    @classmethod
    def concerns(cls, offer: Offer) -> bool:
        """A hidden offer too may be given another motive."""
        return True


class Archive(StatusAction):
    """Puts offers away."""

    status = Status.ARCHIVED
    action_type = "archiver"
    action_priority = 30
    display_name = "Archiver"
    aria_label = "Archiver les offres cochées"
    icon_name = "folder-open-inverse"
    question = "Archiver ces offres ?"
    consequence = (
        "Elles quitteront le site. Leur fiche et leur historique restent consultables ici."
    )
    verb = "Archiver"


class BackToDraft(StatusAction):
    """Takes offers back to work."""

    status = Status.DRAFT
    action_type = "brouillon"
    action_priority = 40
    display_name = "Remettre en brouillon"
    aria_label = "Remettre en brouillon les offres cochées"
    icon_name = "edit"
    question = "Remettre ces offres en brouillon ?"
    consequence = "Elles quitteront le site le temps d’être reprises."
    verb = "Remettre en brouillon"


class Submit(StatusAction):
    """Asks those who validate to look at offers."""

    status = Status.TO_VALIDATE
    action_type = "proposer"
    action_priority = 5
    display_name = "Proposer à la validation"
    aria_label = "Proposer à la validation les offres cochées"
    icon_name = "mail"
    question = "Proposer ces offres à la validation ?"
    consequence = (
        "Elles attendront la décision de l’équipe de validation ; aucune ne sera visible d’ici là."
    )
    verb = "Proposer à la validation"


ACTIONS: tuple[type[StatusAction], ...] = (Submit, Validate, Hide, Archive, BackToDraft)
