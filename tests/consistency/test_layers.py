"""Foreign keys and migrations obey the layers too: import-linter sees neither, they are strings."""

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.consistency.tree import layers, own_apps, own_models

ROOTS = ("connect.", "toolbox", "forum", "experts", "newsletter", "veille", "events")


def allowed(source: str, target: str) -> bool:
    """Whether a package may refer to another: itself, or one that is strictly lower."""
    heights = layers()
    return source == target or heights[target] < heights[source]


def test_every_application_of_ours_has_a_layer() -> None:
    ours = [app.name for app in apps.get_app_configs() if app.name.startswith(ROOTS)]

    assert sorted(ours) == sorted(app.name for app in own_apps())
    assert len(ours) >= 10


def test_foreign_keys_point_down() -> None:
    ours = {app.label: app.name for app in own_apps()}
    wrong = []
    seen = 0
    for model in own_models():
        source = ours[model._meta.app_label]
        for field in [*model._meta.get_fields(include_hidden=True)]:
            related = field.related_model
            # The far side of a relation belongs to the model that declares it.
            if field.auto_created or not isinstance(related, type):
                continue
            target = ours.get(related._meta.app_label)
            seen += target is not None
            if target and not allowed(source, target):
                wrong.append(f"{source}.{model.__name__}.{field.name} → {target}")

    assert not wrong
    assert seen > 10


def test_migrations_depend_on_lower_layers_only() -> None:
    ours = {app.label: app.name for app in own_apps()}
    wrong = []
    for (label, name), migration in MigrationLoader(None).disk_migrations.items():
        if label not in ours:
            continue
        for dependency in migration.dependencies:
            # Swappable settings depend on `__first__` of the application that holds the model.
            other = apps.get_app_config(dependency[0]).label
            if other in ours and not allowed(ours[label], ours[other]):
                wrong.append(f"{ours[label]} {name} → {ours[other]}")

    assert not wrong
