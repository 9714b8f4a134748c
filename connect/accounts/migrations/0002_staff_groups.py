"""Makes the four groups of the staff; Wagtail's own two become ours, with their rights on pages and files."""

from django.db import migrations

RENAMED = {"Editors": "Rédaction", "Moderators": "Modération et validation"}
NEW = ("Diffusion de la lettre", "Administration")
ADMINISTRATION = "Administration"
PAGES = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
ADMINISTERED = {
    ("accounts", "user"): ("add", "change", "delete", "view"),
    ("wagtailredirects", "redirect"): ("add", "change", "delete", "view"),
    ("wagtailcore", "collection"): ("add", "change", "delete"),
}


def permission(apps, app_label, model, codename):
    """The permission, which `migrate` makes only at its very end on a fresh database."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for before, after in RENAMED.items():
        if not Group.objects.filter(name=after).exists():
            Group.objects.filter(name=before).update(name=after)
    access = permission(apps, "wagtailadmin", "admin", "access_admin")
    for name in (*RENAMED.values(), *NEW):
        Group.objects.get_or_create(name=name)[0].permissions.add(access)
    equip_administration(apps, Group.objects.get(name=ADMINISTRATION))


def equip_administration(apps, group):
    for (app_label, model), verbs in ADMINISTERED.items():
        for verb in verbs:
            group.permissions.add(permission(apps, app_label, model, f"{verb}_{model}"))
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).order_by("path").first()
    for verb in PAGES if root else ():
        apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
            group=group,
            page=root,
            permission=permission(apps, "wagtailcore", "page", f"{verb}_page"),
        )
    moderators = apps.get_model("auth", "Group").objects.get(name=RENAMED["Moderators"])
    Held = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for held in Held.objects.filter(group=moderators):
        Held.objects.get_or_create(
            group=group, collection=held.collection, permission=held.permission
        )


def unmake_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=NEW).delete()
    for before, after in RENAMED.items():
        Group.objects.filter(name=after).update(name=before)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        # All that gives rights to Wagtail's groups by their names comes before.
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(make_groups, unmake_groups)]
