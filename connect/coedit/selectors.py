"""Reads of documents."""

from django.db.models import Count

from connect.coedit.models import CoeditUpdate


def long_logs(most: int) -> list[int]:
    """The documents whose log has more rows than this."""
    counted = CoeditUpdate.objects.order_by().values("document").annotate(rows=Count("pk"))
    return sorted(counted.filter(rows__gt=most).values_list("document", flat=True))
