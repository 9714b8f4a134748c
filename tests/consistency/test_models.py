"""Models, their factories and their migrations."""

import importlib
import inspect
from typing import Any

from factory.django import DjangoModelFactory

from tests.consistency.tree import files_ending, own_models, project_files, read


def factories() -> list[type[DjangoModelFactory[Any]]]:
    """Every factory under tests/."""
    found: list[Any] = []
    for path in project_files():
        if path.parts[0] == "tests" and path.name == "factories.py":
            module = importlib.import_module(".".join(path.with_suffix("").parts))
            found += [
                member
                for _, member in inspect.getmembers(module, inspect.isclass)
                if issubclass(member, DjangoModelFactory) and member.__module__ == module.__name__
            ]
    return found


def test_every_model_has_a_factory_beside_its_tests() -> None:
    made = {
        (factory._meta.model, factory.__module__.split(".")[1])
        for factory in factories()
        if factory._meta.model
    }
    missing = [
        model._meta.label
        for model in own_models()
        if (model, model._meta.app_config.name.rpartition(".")[2]) not in made
    ]

    assert not missing
    assert len(made) > 5


def test_migrations_carry_no_block_definitions() -> None:
    migrations = [p for p in files_ending(".py", migrations=True) if "migrations" in p.parts]
    carrying = [
        str(path) for path in migrations if "wagtail.blocks" in read(path) or "Block(" in read(path)
    ]

    assert not carrying
    assert len(migrations) > 5
