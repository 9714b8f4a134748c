"""Give the list of sheets to a site that already runs; a new one gets it with its other first pages."""

from django.db import migrations
from django.utils import timezone

STEP = 4
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TITLE = "Fiches pratiques"


def last_step(number):
    digits = ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    return digits.rjust(STEP, ALPHABET[0])


def make_list(apps, schema_editor):
    Site = apps.get_model("wagtailcore", "Site")
    Page = apps.get_model("wagtailcore", "Page")
    SheetIndexPage = apps.get_model("toolbox", "SheetIndexPage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    site = Site.objects.filter(is_default_site=True).order_by("pk").first()
    home = Page.objects.filter(pk=site.root_page_id).order_by("pk").first() if site else None
    if home is None or home.content_type.model != "homepage":
        return
    children = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1)
    if children.filter(slug="fiches").exists() or SheetIndexPage.objects.exists():
        return
    last = children.order_by("-path").first()
    place = int(last.path[-STEP:], len(ALPHABET)) + 1 if last else 1
    kind, _ = ContentType.objects.get_or_create(app_label="toolbox", model="sheetindexpage")
    now = timezone.now()
    SheetIndexPage.objects.create(
        path=home.path + last_step(place),
        depth=home.depth + 1,
        numchild=0,
        title=TITLE,
        draft_title=TITLE,
        slug="fiches",
        url_path=f"{home.url_path}fiches/",
        content_type=kind,
        live=True,
        locale_id=home.locale_id,
        first_published_at=now,
        last_published_at=now,
    )
    Page.objects.filter(pk=home.pk).update(numchild=home.numchild + 1)


def unmake(apps, schema_editor):
    """The table goes with the application; the page is left to the staff."""


class Migration(migrations.Migration):
    dependencies = [
        ("toolbox", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_list, unmake)]
