"""Create and edit views that save through a service, and never lose what somebody else just wrote."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.http import HttpResponse
from django.utils.text import capfirst
from wagtail.admin.views import generic
from wagtail.log_actions import registry as log_registry

VERSION = "row_version"
Saver = Callable[[Any, Mapping[str, Collection[models.Model]], Any], object]
"""Saves an instance with its many-to-many links, for a person."""


def fingerprint(instance: models.Model) -> str:
    """A short text that differs as soon as a stored value of the row, or one of its links, differs."""
    values: dict[str, Any] = {
        field.attname: field.value_to_string(instance) for field in instance._meta.concrete_fields
    }
    for link in instance._meta.many_to_many:
        through = getattr(instance, link.name)
        values[link.name] = sorted(through.values_list("pk", flat=True).order_by())
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:32]


def add_errors(form: Any, error: ValidationError) -> None:
    """Show an error of a service in the form: under its field, or on top when the field is not there."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        if name in form.fields:
            form.add_error(name, errors)
        elif name == NON_FIELD_ERRORS:
            form.add_error(None, errors)
        else:
            label = form.instance._meta.get_field(name).verbose_name
            for one in errors:
                form.add_error(None, f"{capfirst(label)} : {' '.join(one.messages)}")


class SavedByService:
    """What creating and editing share: the service saves, its refusals come back into the form."""

    save_with: Saver | None = None
    form: Any
    request: Any
    produced_error_message: str | None

    def save_instance(self) -> Any:
        """Hand the object and its links to the service; the history is the service's too."""
        if self.save_with is None:
            raise TypeError("A view saved by a service needs one.")
        instance = self.form.save(commit=False)
        links = {
            link.name: self.form.cleaned_data[link.name]
            for link in instance._meta.many_to_many
            if link.name in self.form.cleaned_data
        }
        self.save_with(instance, links, self.request.user)
        return instance

    def form_valid(self, form: Any) -> HttpResponse:
        """Save; a refusal is shown in the form with everything that was typed."""
        try:
            return super().form_valid(form)  # type: ignore[misc,no-any-return]  # of the view it is mixed into
        except ValidationError as error:
            add_errors(form, error)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]  # of the view it is mixed into
            return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]  # of the view it is mixed into


class ServiceCreateView(SavedByService, generic.CreateView):
    """Creates through a service."""


class ServiceEditView(SavedByService, generic.EditView):
    """Edits through a service, and refuses to overwrite a change made since the form was opened."""

    def get_form(self, form_class: Any = None) -> Any:
        """The form, which carries the state of the row it was opened on."""
        form = super().get_form(form_class)
        stored = None if form.is_bound else fingerprint(self.object)
        form.fields[VERSION] = forms.CharField(
            required=False, initial=stored, widget=forms.HiddenInput
        )
        return form

    def save_instance(self) -> Any:
        """Save, unless somebody else saved first."""
        stored = self.model._default_manager.select_for_update(of=("self",)).get(pk=self.object.pk)
        now = fingerprint(stored)
        opened_on = self.form.cleaned_data.get(VERSION)
        if opened_on and opened_on != now:
            self._offer_to_overwrite(now)
            raise ValidationError(self._conflict(stored))
        return super().save_instance()

    def _offer_to_overwrite(self, now: str) -> None:
        # The next try is made knowingly: it starts from what is stored now.
        data = self.form.data.copy()
        data[VERSION] = now
        self.form.data = data

    def _conflict(self, stored: models.Model) -> str:
        last = log_registry.get_logs_for_instance(stored).select_related("user").first()
        who, what = "quelqu’un d’autre", ""
        if last is not None:
            who = last.user_display_name or who
            labels = [change["label"] for change in last.data.get("changes", ())]
            what = f" ({', '.join(labels)})" if labels else ""
        return (
            f"Cette fiche a changé depuis que vous l’avez ouverte : {who} vient de l’enregistrer{what}. "
            "Rien n’a été écrasé et votre texte est encore ci-dessous. Ouvrez la fiche dans un autre onglet pour "
            "voir ce qui a changé, reprenez-le ici si besoin, puis enregistrez de nouveau."
        )
