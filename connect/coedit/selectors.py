"""Reads of documents."""

from django.db.models import Count, Q, Sum
from django.db.models.functions import Length

from connect.coedit.models import CoeditUpdate


def long_logs(most: int, heaviest: int) -> list[int]:
    """The documents whose log has more rows, or more bytes, than this."""
    logs = CoeditUpdate.objects.order_by().values("document")
    counted = logs.annotate(rows=Count("pk"), size=Sum(Length("data")))
    long = counted.filter(Q(rows__gt=most) | Q(size__gt=heaviest))
    return sorted(long.values_list("document", flat=True))
