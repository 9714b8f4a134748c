"""Lets moderation and administration run the groups."""

from django.db import migrations

GROUPS = ("Modération et validation", "Administration")
VERBS = ("add", "change", "view")


def rights(apps):
    """The permissions, which `migrate` makes only at its very end on a fresh database."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="groups", model="group"
    )
    for verb in VERBS:
        found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{verb}_group",
            defaults={"name": f"Can {verb} groupe"},
        )
        yield found


def grant(apps, schema_editor):
    granted = list(rights(apps))
    for name in GROUPS:
        # An installation may have renamed or deleted it.
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*granted)


def withdraw(apps, schema_editor):
    granted = list(rights(apps))
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(*granted)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0001_initial"),
        ("accounts", "0002_staff_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
