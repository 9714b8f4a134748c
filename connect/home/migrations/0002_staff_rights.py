"""Gives administration the identity and menus of the site, and the synonyms of the search."""

from django.db import migrations

ADMINISTRATION = "Administration"
GRANTED = {
    ("home", "siteidentity"): ("change",),
    ("search", "synonym"): ("add", "change", "delete", "view"),
}


def rights(apps):
    for (app_label, model), verbs in GRANTED.items():
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )
        for verb in verbs:
            found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{verb}_{model}",
                defaults={"name": f"Can {verb} {model}"},
            )
            yield found


def grant(apps, schema_editor):
    # An installation may have renamed or deleted it.
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=ADMINISTRATION)
    group.permissions.add(*rights(apps))


def withdraw(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=ADMINISTRATION):
        group.permissions.remove(*rights(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("accounts", "0002_staff_groups"),
        ("search", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
