"""Every template is used by something."""

import re

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.template.utils import get_app_template_dirs
from wagtail.models import get_page_models

from tests.consistency.tree import ROOT, files_ending, own_apps, read

# Django looks these up by name when something goes wrong.
BY_CONVENTION = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}


def own_templates() -> dict[str, str]:
    """File of each template of ours, by the name it is loaded with."""
    folders = [
        ROOT / "templates",
        *(ROOT / app.name.replace(".", "/") / "templates" for app in own_apps()),
    ]
    return {
        str((ROOT / path).relative_to(folder)): str(path)
        for path in files_ending(".html", ".txt", ".xml", ".svg")
        for folder in folders
        if (ROOT / path).is_relative_to(folder)
    }


def replaces_another(name: str) -> bool:
    """Whether a template takes the place of one of Django's or Wagtail's."""
    outside = [
        path for path in get_app_template_dirs("templates") if ROOT / ".venv" in path.parents
    ]
    return any((folder / name).is_file() for folder in outside)


def named() -> set[str]:
    """Every template name written between quotes in Python or in templates, and those that pages imply."""
    quoted = re.compile(r"""["']([\w./-]+\.(?:html|txt|xml|svg))["']""")
    found = {
        name
        for path in files_ending(".py", ".html", ".txt", ".xml")
        if path.parts[0] != "tests"
        for name in quoted.findall(read(path))
    }
    # A mail is named without extension: it is drawn twice, as text and as HTML.
    mail = re.compile(r"""["'](\w+/mails/[\w-]+)["']""")
    for path in files_ending(".py"):
        if path.parts[0] != "tests":
            found |= {
                f"{name}{end}" for name in mail.findall(read(path)) for end in (".txt", ".html")
            }
    return found | {model.template for model in get_page_models()}


def test_no_template_is_unused() -> None:
    used = named() | BY_CONVENTION
    unused = [
        file
        for name, file in own_templates().items()
        if name not in used and not replaces_another(name)
    ]

    assert not unused
    assert len(own_templates()) > 10


def test_every_template_compiles() -> None:
    from django.template import TemplateSyntaxError, engines  # noqa: PLC0415  # settings are ready only now

    assert apps.ready
    broken = []
    for name in own_templates():
        try:
            engines["django"].get_template(name)
        except (TemplateSyntaxError, ImproperlyConfigured) as error:
            broken.append(f"{name}: {error}")

    assert not broken
