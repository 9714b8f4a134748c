"""What a detector says of an offer: a fault, and the fix it proposes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

Value = str | int | bool | None


class Severity(IntEnum):
    """How much a fault misleads the public."""

    MINOR = 1
    """Something is missing; nothing is wrong."""
    MISLEADING = 2
    """The page or the filters say something that is probably false."""
    BLOCKING = 3
    """Nobody can use the offer as it stands."""


@dataclass(frozen=True, kw_only=True)
class Fix:
    """A change that can be made as it stands, and that leaves a valid offer.

    Attributes:
        label: the verb, as on a button.
        values: fields to write; `funding_type` by its code.
        links: vocabularies to write, by codes; territories as `level:code`.
    """

    label: str
    values: Mapping[str, Value] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is probably wrong with an offer.

    Attributes:
        code: stable, of the detector.
        sentence: what is wrong, in French, for a person of the staff.
        severity: how much it misleads.
        judged: the values that were judged; when one changes, a dismissed fault is asked again.
        fix: what can be applied as it stands, when the detector knows.
        fields: what to ask the person otherwise, in the order of the form.
    """

    code: str
    sentence: str
    severity: Severity
    judged: tuple[Value | tuple[str, ...], ...]
    fix: Fix | None = None
    fields: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A short trace of the values judged."""
        return fingerprint_of(self.judged)


def fingerprint_of(values: object) -> str:
    """A short trace of values, the same from one process to the next."""
    text = json.dumps(values, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
