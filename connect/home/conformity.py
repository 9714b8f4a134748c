"""How far the site conforms to the RGAA, worked out from its last audit and never declared by hand.

The reference framework knows three states. Without a valid audit, nothing measures the criteria and the
site is not conforming, whatever was checked otherwise.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

PARTIAL_FROM = Decimal(50)
TOTAL_FROM = Decimal(100)
VALID_YEARS = 3


class Conformity(models.TextChoices):
    """The three states that a declaration may give."""

    NONE = "non_conforme", "non conforme"
    PARTIAL = "partiellement_conforme", "partiellement conforme"
    TOTAL = "totalement_conforme", "totalement conforme"


@dataclass(frozen=True)
class Audit:
    """A person's measure of the criteria.

    Attributes:
        day: when it ended.
        rate: share of the applicable criteria that are met, in percent.
        auditor: who made it; may be empty.
    """

    day: datetime.date
    rate: Decimal
    auditor: str = ""

    @property
    def expires(self) -> datetime.date:
        """The first day when it is too old to be relied upon."""
        try:
            return self.day.replace(year=self.day.year + VALID_YEARS)
        except ValueError:
            return self.day.replace(year=self.day.year + VALID_YEARS, month=3, day=1)


def conformity(audit: Audit | None, day: datetime.date) -> Conformity:
    """The state of the site on a day.

    Args:
        audit: the last audit, or None when there is none.
        day: the day on which the question is asked.
    """
    if audit is None or day >= audit.expires or audit.rate < PARTIAL_FROM:
        return Conformity.NONE
    return Conformity.TOTAL if audit.rate >= TOTAL_FROM else Conformity.PARTIAL
