"""Loading of the vocabularies from a YAML file, which is accepted whole or refused whole."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models, transaction

from connect.common.events import announce
from connect.taxonomy.frame import load_frame
from connect.taxonomy.models import (
    AccompanimentType,
    FundedObject,
    FundingType,
    Need,
    Phase,
    Sector,
    StructureType,
    Term,
    Theme,
)
from connect.taxonomy.refusals import VocabularyRefused
from connect.taxonomy.services import TermsChanged, save_term

DEFAULT_FILE = Path(__file__).parent / "data" / "vocabularies.yaml"


@dataclass(frozen=True)
class Section:
    """One list of the file and the table it fills."""

    key: str
    model: type[Term]
    extras: Mapping[str, type] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    parent: bool = False


_MAPPINGS = {name: name for name in ("funding_types", "accompaniment_types", "objects_funded")}

# In the order of loading: a list refers only to those above it.
SECTIONS = (
    Section("funding_types", FundingType, {"plural_label": str}),
    Section("accompaniment_types", AccompanimentType),
    Section("structure_types", StructureType, {"group": str, "employs": bool}),
    Section("sectors", Sector),
    Section("phases", Phase, {"short_label": str}),
    Section("objects_funded", FundedObject),
    Section("themes", Theme, links=_MAPPINGS, parent=True),
    Section("needs", Need, {"includes_calls": bool}, {**_MAPPINGS, "themes": "themes"}),
)
_BY_KEY = {section.key: section for section in SECTIONS}
OTHER_KEYS = ("territories", "local_networks")


@dataclass
class Loaded:
    """How many rows a load created, brought up to date or left as they were."""

    created: int = 0
    updated: int = 0
    kept: int = 0


def read(path: Path) -> dict[str, Any]:
    """Read a vocabulary file and check its shape; nothing is written.

    Raises:
        VocabularyRefused: with one sentence, when the file cannot be read or breaks a rule.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise VocabularyRefused(
            f"le fichier {path.name} ne peut pas être lu ({error.strerror})."
        ) from None
    except UnicodeDecodeError:
        raise VocabularyRefused(f"le fichier {path.name} n’est pas en UTF-8.") from None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (ligne {mark.line + 1})" if mark else ""
        raise VocabularyRefused(
            f"le fichier {path.name} n’est pas du YAML correct{where}."
        ) from None
    if not isinstance(data, dict) or not data:
        raise VocabularyRefused(f"le fichier {path.name} ne contient aucune liste.")
    unknown = [str(key) for key in data if key not in _BY_KEY and key not in OTHER_KEYS]
    if unknown:
        raise VocabularyRefused(f"listes inconnues : {', '.join(unknown)}.")
    for section in SECTIONS:
        _check_section(section, data.get(section.key) or [])
    _check_references(data)
    return data


def _check_section(section: Section, entries: object) -> None:
    if not isinstance(entries, list):
        raise VocabularyRefused(f"« {section.key} » doit être une liste.")
    allowed = {"code", "label", "help", *section.extras, *section.links}
    allowed |= {"parent"} if section.parent else set()
    seen: set[str] = set()
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("code"), str):
            raise VocabularyRefused(
                f"dans « {section.key} », une entrée n’a pas de code écrit en lettres."
            )
        code = entry["code"]
        if code in seen:
            raise VocabularyRefused(
                f"dans « {section.key} », le code « {code} » est écrit deux fois."
            )
        seen.add(code)
        _check_entry(section, entry, allowed)


def _check_entry(section: Section, entry: Mapping[str, Any], allowed: Collection[str]) -> None:
    place = f"dans « {section.key} », « {entry['code']} »"
    unknown = [str(key) for key in entry if key not in allowed]
    if unknown:
        raise VocabularyRefused(f"{place} a des champs inconnus : {', '.join(unknown)}.")
    kinds: dict[str, type] = {"label": str, "help": str, "parent": str, **section.extras}
    kinds |= dict.fromkeys(section.links, list)
    for key, kind in kinds.items():
        if key in entry and not isinstance(entry[key], kind):
            raise VocabularyRefused(
                f"{place} : la valeur de « {key} » n’est pas de la forme attendue."
            )
    if not entry.get("label"):
        raise VocabularyRefused(f"{place} n’a pas de libellé.")


def _codes(data: Mapping[str, Any], key: str) -> set[str]:
    """The codes of a list, those of the file and those already stored."""
    stored = _BY_KEY[key].model._default_manager.values_list("code", flat=True)
    return {entry["code"] for entry in data.get(key) or []} | set(stored)


def _check_references(data: Mapping[str, Any]) -> None:
    for section in SECTIONS:
        targets = {**section.links, **({"parent": section.key} if section.parent else {})}
        known = {name: _codes(data, key) for name, key in targets.items()}
        for entry in data.get(section.key) or []:
            for name in targets:
                cited = [entry["parent"]] if name == "parent" and "parent" in entry else []
                cited = entry.get(name, []) if name != "parent" else cited
                missing = [
                    str(code)
                    for code in cited
                    if not isinstance(code, str) or code not in known[name]
                ]
                if missing:
                    raise VocabularyRefused(
                        f"dans « {section.key} », « {entry['code']} » cite des codes inconnus"
                        f" pour « {name} » : {', '.join(missing)}."
                    )


@transaction.atomic
def load(data: Mapping[str, Any], *, update: bool = False) -> Loaded:
    """Create the rows that are missing; what the staff changed is never overwritten.

    Args:
        data: what `read` returned.
        update: overwrite labels, explanations and mappings with those of the file.

    Raises:
        VocabularyRefused: when a row breaks a rule of its table; nothing is kept then.
    """
    loaded = Loaded()
    if "territories" in data:
        loaded.created += load_frame(data["territories"])
    for section in SECTIONS:
        changed = _load_section(section, data.get(section.key) or [], update, loaded)
        if changed:
            announce(TermsChanged(section.model, tuple(changed)))
    return loaded


def _load_section(
    section: Section, entries: Sequence[Mapping[str, Any]], update: bool, loaded: Loaded
) -> list[int]:
    manager = section.model._default_manager
    stored = {term.code: term for term in manager.all()}
    targets = {
        name: {term.code: term for term in _BY_KEY[key].model._default_manager.all()}
        for name, key in section.links.items()
    }
    changed: list[int] = []
    # Parents come first, wherever the file writes them.
    for order, entry in sorted(enumerate(entries, 1), key=lambda pair: "parent" in pair[1]):
        term = stored.get(entry["code"])
        if term is not None and not update:
            loaded.kept += 1
            continue
        is_new = term is None
        term = term or section.model(code=entry["code"])
        _fill(term, section, entry, order, stored)
        links: dict[str, list[models.Model]] = {
            name: [targets[name][code] for code in entry.get(name, [])] for name in targets
        }
        try:
            saved = save_term(term, links=links, tell=False)
        except ValidationError as error:
            words = " ".join(error.messages)
            raise VocabularyRefused(
                f"dans « {section.key} », « {entry['code']} » : {words}"
            ) from None
        stored[term.code] = term
        loaded.created += is_new
        loaded.updated += bool(saved) and not is_new
        loaded.kept += not saved
        if saved:
            changed.append(term.pk)
    return changed


def _fill(
    term: Term, section: Section, entry: Mapping[str, Any], order: int, stored: Mapping[str, Term]
) -> None:
    term.label = entry["label"]
    term.help_text = entry.get("help", "")
    term.order = order
    for name in section.extras:
        if name in entry:
            setattr(term, name, entry[name])
    if isinstance(term, Theme):
        parent = stored.get(entry.get("parent", ""))
        term.parent = parent if isinstance(parent, Theme) else None
