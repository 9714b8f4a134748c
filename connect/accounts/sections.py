"""Sections of « Mon compte »: applications register theirs in their `account.py`, the frame draws them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


class SectionRefused(ValueError):
    """Raised when two sections take the same address."""


def _everybody(user: Any) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Section:
    """One entry of the menu of the account.

    Attributes:
        url_name: name of its address, taken without arguments.
        label: what the menu says.
        order: place in the menu; 10 my sheets, 20 my structures, 30 my groups, 40 my mails, 80 profile, 90 my data.
        may: whether a person sees it.
        summary: one sentence on the first page of the account.
    """

    url_name: str
    label: str
    order: int
    summary: str = ""
    may: Callable[[Any], bool] = _everybody


_sections: dict[str, Section] = {}


def register(section: Section) -> Section:
    """Add a section.

    Raises:
        SectionRefused: when its address is already taken.
    """
    if section.url_name in _sections:
        raise SectionRefused(f"The section « {section.url_name} » is registered twice.")
    _sections[section.url_name] = section
    return section


def sections_for(user: Any) -> list[tuple[Section, str]]:
    """The sections a person sees, each with its address, in the order of the menu."""
    # Sections that ask the same question share its answer, and its statement.
    answers = {may: may(user) for may in {section.may for section in _sections.values()}}
    seen = [section for section in _sections.values() if answers[section.may]]
    seen.sort(key=lambda section: (section.order, section.label))
    return [(section, reverse(section.url_name)) for section in seen]
