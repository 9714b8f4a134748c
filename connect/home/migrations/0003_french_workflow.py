"""Give French names to the workflow that Wagtail makes with English ones."""

from typing import Any

from django.db import migrations

NAMES = {"Moderators approval": "Relecture par la modération"}


def rename(apps: Any, schema_editor: Any) -> None:
    for old, new in NAMES.items():
        for model in ("Workflow", "Task"):
            apps.get_model("wagtailcore", model).objects.filter(name=old).update(name=new)


def back(apps: Any, schema_editor: Any) -> None:
    for old, new in NAMES.items():
        for model in ("Workflow", "Task"):
            apps.get_model("wagtailcore", model).objects.filter(name=new).update(name=old)


class Migration(migrations.Migration):
    dependencies = [("home", "0002_staff_rights"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(rename, back)]
