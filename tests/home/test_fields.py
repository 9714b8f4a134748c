"""Blocks stay out of migrations."""

from pathlib import Path

from django.apps import apps
from wagtail.fields import StreamField

from connect.home.blocks import body_blocks
from connect.home.fields import BodyField


def test_deconstruct_gives_no_block() -> None:
    field = BodyField(body_blocks(), verbose_name="contenu", blank=True)

    _, path, args, kwargs = field.deconstruct()

    assert path == "connect.common.streams.BodyField"
    assert args == [[]]
    assert kwargs == {"verbose_name": "contenu", "blank": True}


def test_two_lists_of_blocks_make_the_same_migration() -> None:
    assert BodyField(body_blocks()).deconstruct() == BodyField(body_blocks()[:1]).deconstruct()


def test_every_stream_of_the_project_is_a_body_field() -> None:
    plain = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith(("connect.", "newsletter.", "toolbox.", "veille."))
        for field in model._meta.get_fields()
        if isinstance(field, StreamField) and not isinstance(field, BodyField)
    ]
    assert plain == []


def test_migrations_hold_no_block() -> None:
    folder = Path(apps.get_app_config("home").path) / "migrations"
    for file in folder.glob("0*.py"):
        assert "wagtail.blocks" not in file.read_text(), file.name
