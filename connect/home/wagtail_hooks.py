"""Management pages: a menu without what no role uses, and addresses that shadow no room."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from connect.home.models.base import is_top_of_a_site
from connect.home.reserved import refuse_reserved

# Wagtail's own help leads to its makers' site, ours is in docs/; the questionnaire has its own entry.
HIDDEN_MENUS = frozenset({"help", "snippets"})


@hooks.register("insert_global_admin_css")
def wear_our_colours() -> str:
    """The site's colours in the management pages."""
    return format_html('<link rel="stylesheet" href="{}">', static("management/colours.css"))


@hooks.register("construct_main_menu")
def trim_menu(request: HttpRequest, items: list[Any]) -> None:
    """Take out of the menu what leads elsewhere."""
    items[:] = [item for item in items if item.name not in HIDDEN_MENUS]


def _refused(request: HttpRequest, slug: str, parent: Page, back: Page) -> HttpResponse | None:
    if not is_top_of_a_site(parent):
        return None
    try:
        refuse_reserved(slug)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("wagtailadmin_explore", back.pk)
    return None


@hooks.register("before_move_page")
def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move a page where its address would be a room's."""
    return _refused(request, page.slug, destination, page.get_parent())


@hooks.register("before_copy_page")
def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to copy a page under an address that is a room's."""
    if request.method != "POST":
        return None
    chosen = request.POST.get("new_parent_page", "")
    parent = Page.objects.filter(pk=chosen).first() if chosen.isdigit() else page.get_parent()
    return _refused(request, request.POST.get("new_slug", ""), parent, page.get_parent())
