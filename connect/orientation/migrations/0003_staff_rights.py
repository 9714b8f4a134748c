"""Gives the staff groups their rights on the questionnaire and its profiles."""

from django.db import migrations

EDITORS, MODERATORS, ADMINISTRATION = "Rédaction", "Modération et validation", "Administration"
PROFILE = ("add", "change", "delete", "view")
QUESTIONNAIRE = {
    EDITORS: ("change", "view"),
    MODERATORS: ("change", "view", "publish"),
    ADMINISTRATION: ("change", "view", "publish"),
}


def permission(apps, model, codename):
    """The permission, which `migrate` makes only at its very end on a fresh database."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="orientation", model=model
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found


def rights(apps):
    """The permissions of each group."""
    for name, verbs in QUESTIONNAIRE.items():
        yield (
            name,
            [
                *(permission(apps, "questionnaire", f"{verb}_questionnaire") for verb in verbs),
                *(permission(apps, "profile", f"{verb}_profile") for verb in PROFILE),
            ],
        )


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, permissions in rights(apps):
        # An installation may have renamed or deleted it.
        Group.objects.get_or_create(name=name)[0].permissions.add(*permissions)


def withdraw(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, permissions in rights(apps):
        for group in Group.objects.filter(name=name):
            group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("orientation", "0002_plans_version"),
        ("accounts", "0002_staff_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
