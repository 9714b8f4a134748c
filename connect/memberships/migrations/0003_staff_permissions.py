"""Gives the staff groups their rights on memberships."""

from django.db import migrations

MODERATORS, ADMINISTRATION = "Modération et validation", "Administration"


def permission(apps, model, verb):
    """The permission, which `migrate` makes only at its very end on a fresh database."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="memberships", model=model
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{verb}_{model}",
        defaults={"name": f"Can {verb} {model}"},
    )
    return found


def rights(apps):
    """The permissions of each group."""
    moderators = [
        *(permission(apps, "membership", verb) for verb in ("add", "change", "view")),
        *(permission(apps, "structuredomain", verb) for verb in ("change", "view")),
        permission(apps, "claim", "view"),
        permission(apps, "networkanimator", "view"),
    ]
    administration = [
        *moderators,
        *(permission(apps, "networkanimator", verb) for verb in ("add", "change")),
    ]
    return {MODERATORS: moderators, ADMINISTRATION: administration}


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, permissions in rights(apps).items():
        # An installation may have renamed or deleted it.
        Group.objects.get_or_create(name=name)[0].permissions.add(*permissions)


def withdraw(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, permissions in rights(apps).items():
        for group in Group.objects.filter(name=name):
            group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("memberships", "0002_joining"),
        ("accounts", "0002_staff_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
