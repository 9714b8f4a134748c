"""Lets the staff who answer persons see the ledger, and decide of what was interrupted."""

from django.db import migrations

GROUPS = ("Rédaction", "Modération et validation", "Administration")
VERBS = ("view", "change")


def permissions(apps):
    """The permissions, which `migrate` makes only at its very end on a fresh database."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="notifications", model="notice"
    )
    for verb in VERBS:
        found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{verb}_notice",
            defaults={"name": f"Can {verb} message"},
        )
        yield found


def grant(apps, schema_editor):
    for name in GROUPS:
        # An installation may have renamed or deleted it.
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*permissions(apps))


def withdraw(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(*permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_suppressions"),
        ("accounts", "0002_staff_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
