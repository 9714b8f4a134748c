"""After how many months each nature of structure is asked again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from connect.outreach import permissions
from connect.outreach.choosing import MONTHS
from connect.outreach.choosing import rhythms as told
from connect.outreach.models import Rhythm
from connect.outreach.staff.pages import draw, for_team
from connect.structures.enums import Nature

FEWEST, MOST = 3, 36


class RhythmsForm(forms.Form):
    """One number for all, and another where a nature needs it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = told()
        self.fields["autres"] = forms.IntegerField(
            label="Toutes les structures",
            min_value=FEWEST,
            max_value=MOST,
            initial=current[""],
            help_text=f"En mois, de {FEWEST} à {MOST}. Par défaut {MONTHS}.",
        )
        for nature in Nature:
            self.fields[nature.value] = forms.IntegerField(
                label=nature.label,
                min_value=FEWEST,
                max_value=MOST,
                required=False,
                initial=current.get(nature.value),
            )

    def save(self) -> None:
        """Keep the numbers; an empty one follows the number for all."""
        with transaction.atomic():
            for name, months in self.cleaned_data.items():
                nature = "" if name == "autres" else name
                if months is None:
                    Rhythm.objects.filter(nature=nature).delete()
                else:
                    Rhythm.objects.update_or_create(nature=nature, defaults={"months": months})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def rhythms(request: HttpRequest) -> HttpResponseBase:
    """Show the rhythm of each nature; whoever approves campaigns may change it.

    Raises:
        PermissionDenied: when somebody else sends the form.
    """
    form = RhythmsForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if not permissions.may_approve(request.user):
            raise PermissionDenied
        if form.is_valid():
            form.save()
            messages.success(request, "Enregistré : la prochaine relance en tient compte.")
            return redirect("rhythms")
        status = 422
    return draw(
        request, "outreach/staff/rhythms.html", "Rythme des relances", {"form": form}, status=status
    )
