"""Reads of pages."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from connect.common.publication import open_to_all


def visible_to(reader: Any) -> QuerySet[Page]:
    """Pages that this reader may read on the public site: live, and restricted nowhere above them; one statement."""
    return open_to_all(Page.objects.all())
