"""The page that merges two structures: choose the one that is kept, read what moves, confirm."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from connect.accounts.signed_in import person_of
from connect.common.french import quoted
from connect.memberships.duties.rows import LONGEST_KEY
from connect.memberships.permissions import may_merge
from connect.structures.choosers import structure_chooser_viewset
from connect.structures.merging import merge, what_moves
from connect.structures.models import Structure


class TargetForm(forms.Form):
    """The structure that is kept."""

    into = forms.ModelChoiceField(
        label="Structure à garder",
        queryset=Structure.objects.filter(merged_into__isnull=True).order_by("name"),
        widget=structure_chooser_viewset.widget_class,
        error_messages={
            "required": "Choisissez la structure à garder.",
            "invalid_choice": "Cette structure a déjà été fusionnée, ou n’existe plus.",
        },
    )


def _key(typed: str) -> str:
    """A primary key as it was sent, empty for what is none: the chooser's widget would stumble on it."""
    return typed if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_KEY else ""


class MergeView(WagtailAdminTemplateMixin, TemplateView):
    """Choose (GET), read what moves (GET with `into`), merge (POST)."""

    template_name = "memberships/management/merge.html"
    page_title = "Fusionner dans une autre structure"
    header_icon = "group"
    http_method_names = ["get", "head", "post", "options"]

    source: Structure
    form: TargetForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in those who merge structures.

        Raises:
            PermissionDenied: for anybody else.
            Http404: for a structure that does not exist or was merged.
        """
        if not may_merge(request.user):
            raise PermissionDenied("La fusion de structures est réservée à l’équipe de validation.")
        standing = Structure.objects.filter(merged_into__isnull=True)
        self.source = get_object_or_404(standing, pk=kwargs["pk"])
        sent = request.POST if request.method == "POST" else request.GET
        self.form = TargetForm({"into": _key(sent["into"])} if "into" in sent else None)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge, then open the structure that is kept."""
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(**kwargs), status=422)
        target = self.form.cleaned_data["into"]
        try:
            kept = merge(self.source, target, by=person_of(request))
        except ValidationError as error:
            self.form.add_error(None, error)
            return self.render_to_response(self.get_context_data(**kwargs), status=422)
        told = (
            f"{quoted(self.source.name)} est réunie avec {quoted(kept.name)} ; son adresse y mène."
        )
        messages.success(request, told)
        return redirect("structures:edit", kept.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the structures, the one that is closed, then this page."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("structures:index"), "label": "Structures"},
            {"url": reverse("structures:edit", args=[self.source.pk]), "label": self.source.name},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both structures and what moves."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        target = None
        if self.form.is_bound and self.form.is_valid():
            target = self.form.cleaned_data["into"]
            if target.pk == self.source.pk:
                self.form.add_error("into", "Choisissez une autre structure que celle-ci.")
                target = None
        moving = what_moves(self.source, target) if target is not None else []
        return {
            **context,
            "source": self.source,
            "target": target,
            "moving": moving,
            "form": self.form,
            "media": self.form.media,
        }
