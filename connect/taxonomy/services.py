"""Verbs that change the vocabularies."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from connect.common import history
from connect.common.events import announce
from connect.taxonomy.models import Term


@dataclass(frozen=True)
class TermsChanged:
    """Announced when labels or mappings changed; what shows or indexes them reads them again."""

    model: type[Term]
    ids: tuple[int, ...]


@transaction.atomic
def save_term(
    term: Term,
    *,
    links: Mapping[str, Collection[models.Model]] | None = None,
    by: AbstractBaseUser | None = None,
    tell: bool = True,
) -> list[history.Change]:
    """Save a word of a vocabulary with its mappings, keep its history and tell who shows it.

    Args:
        term: the word, new or edited; its code may not change once stored.
        links: many-to-many fields to set, by name.
        by: the person who edits, `None` for an import.
        tell: `False` for a bulk load, which announces `TermsChanged` itself at its end.

    Raises:
        ValidationError: when a field is wrong.
        ValueError: when the code of a stored word was changed.
    """
    links = links or {}
    stored = type(term)._default_manager.filter(pk=term.pk).first() if term.pk else None
    if stored is not None and stored.code != term.code:
        raise ValueError(f"The code {stored.code} is stable and cannot become {term.code}.")
    term.full_clean()
    changes = history.changes_of(term, stored, links)
    if not changes:
        return []
    term.save()
    for name, targets in links.items():
        getattr(term, name).set(targets)
    history.record(term, "wagtail.create" if stored is None else "wagtail.edit", changes, by)
    if tell:
        announce(TermsChanged(type(term), (term.pk,)))
    return changes
