"""Management pages of the synonyms of the search."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models, transaction
from wagtail.admin.panels import FieldPanel

from connect.common import history
from connect.common.staff.viewsets import StaffViewSet
from connect.search.models import Synonym


@transaction.atomic
def save_synonym(synonym: Synonym, links: Mapping[str, Collection[models.Model]], by: Any) -> None:
    """Save a group of synonyms and keep its history; searches use it at once.

    Raises:
        ValidationError: when the group brings nothing together.
    """
    stored = Synonym.objects.filter(pk=synonym.pk).first() if synonym.pk else None
    synonym.full_clean()
    changes = history.changes_of(synonym, stored, {})
    synonym.save()
    if changes:
        history.record(synonym, "wagtail.create" if stored is None else "wagtail.edit", changes, by)


class SynonymViewSet(StaffViewSet):
    """Groups of words that mean the same to a search."""

    model = Synonym
    name = "synonymes"
    icon = "link"
    menu_label = "Synonymes de la recherche"
    ordering = ("terms",)
    search_fields = ("terms",)
    list_display = ("terms", "updated_at")
    list_export = ("terms", "updated_at")
    export_filename = "synonymes"
    save_with = staticmethod(save_synonym)
    panels = [FieldPanel("terms")]
