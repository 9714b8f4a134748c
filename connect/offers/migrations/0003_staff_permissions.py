"""Gives the staff groups their rights on offers, structures and vocabularies."""

from django.db import migrations

EDITORS, MODERATORS, ADMINISTRATION = "Rédaction", "Modération et validation", "Administration"
WRITTEN = (("offers", "offer"), ("structures", "structure"), ("structures", "entity"))
VOCABULARIES = (
    "theme", "need", "fundingtype", "accompanimenttype", "structuretype", "sector", "phase",
    "fundedobject", "territory", "postcode",
)  # fmt: skip


def permission(apps, app_label, model, codename, name=""):
    """The permission, which `migrate` makes only at its very end on a fresh database."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": name or f"Can {codename.replace('_', ' ')}"},
    )
    return found


def rights(apps):
    """The permissions of each group."""
    written = {
        verb: [permission(apps, label, model, f"{verb}_{model}") for label, model in WRITTEN]
        for verb in ("add", "change", "view", "delete")
    }
    validation = permission(
        apps, "offers", "offer", "validate_offer", "Peut valider, masquer et archiver une offre"
    )
    editors = [*written["add"], *written["change"], *written["view"]]
    moderators = [*editors, validation]
    administration = [*moderators, *written["delete"]]
    for model in VOCABULARIES:
        for verb in ("add", "change", "view"):
            administration.append(permission(apps, "taxonomy", model, f"{verb}_{model}"))
    for verb in ("add", "change", "view", "delete"):
        administration.append(
            permission(apps, "structures", "localnetwork", f"{verb}_localnetwork")
        )
    return {EDITORS: editors, MODERATORS: moderators, ADMINISTRATION: administration}


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
        ("offers", "0002_offer_validation"),
        ("accounts", "0002_staff_groups"),
        ("structures", "0001_initial"),
        ("taxonomy", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
