"""The list of groups and the page of one."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from connect.groups import permissions
from connect.groups.enums import Kind, Openness
from connect.groups.forms import AskForm
from connect.groups.models import Group
from connect.groups.panels import panels_for
from connect.groups.people import people_of
from connect.groups.selectors import (
    leads_of,
    listed,
    members_of,
    membership_of,
    waiting_request,
)
from connect.groups.views.access import group_seen, sign_in_url
from connect.taxonomy.models import Theme

PER_PAGE = 30


@dataclass(frozen=True)
class Choice:
    """A filter of the list, as an option."""

    value: str
    label: str
    selected: bool


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """List the groups that this reader may know of, by name; `nature` and `theme` filter it."""
    found = listed(request.user)
    kind, theme = request.GET.get("nature", ""), request.GET.get("theme", "")
    themes = list(
        Theme.objects.filter(groups__in=found.order_by().values("pk"))
        .annotate(used=Count("pk"))
        .order_by("label", "pk")
    )
    notices = []
    if kind and kind not in Kind.values:
        kind, notices = "", ["Cette nature de groupe n’existe pas\u00a0; voici tous les groupes."]
    if theme and theme not in {one.code for one in themes}:
        theme, notices = "", ["Aucun groupe ne porte ce thème\u00a0; voici tous les groupes."]
    if kind:
        found = found.filter(kind=kind)
    if theme:
        found = found.filter(themes__code=theme)
    pages = Paginator(found.order_by("name", "pk"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    asked = {key: value for key, value in (("nature", kind), ("theme", theme)) if value}
    context = {
        "page": page,
        "total": pages.count,
        "kinds": [Choice(value, label, value == kind) for value, label in Kind.choices],
        "themes": [Choice(one.code, one.label, one.code == theme) for one in themes],
        "is_filtered": bool(asked),
        "notices": notices,
        "base_url": f"{reverse('groups')}?{urlencode(asked)}{'&' if asked else ''}",
    }
    return render(request, "groups/group_list.html", context)


@dataclass(frozen=True)
class Standing:
    """What a reader is to a group, and may do now."""

    is_member: bool
    role: str
    may_manage: bool
    may_leave: bool
    may_join: bool
    may_ask: bool
    has_asked: bool
    sign_in_url: str


def _standing(request: HttpRequest, group: Group) -> Standing:
    user = request.user
    membership = membership_of(user, group)
    takes = not group.is_archived and group.openness != Openness.PRIVATE and membership is None
    welcome = takes and user.is_authenticated
    asked = waiting_request(user, group) is not None
    return Standing(
        is_member=membership is not None,
        role=membership.get_role_display() if membership else "",
        may_manage=permissions.may_manage(user, group),
        may_leave=membership is not None,
        may_join=welcome and group.openness == Openness.OPEN,
        may_ask=welcome and group.openness == Openness.ON_REQUEST and not asked,
        has_asked=asked,
        sign_in_url=sign_in_url(group.get_absolute_url())
        if takes and not user.is_authenticated
        else "",
    )


@require_safe
def group_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a group: what for, who leads it, what goes on, how to join; its members, to its members."""
    found = group_seen(request, slug)
    standing = _standing(request, found)
    shown = standing.is_member or permissions.may_see_members(request.user, found)
    people = people_of(members_of(found) if shown else leads_of(found))
    context = {
        "group": found,
        "standing": standing,
        "leads": [one for one in people if one.is_lead],
        "members": [one for one in people if not one.is_lead] if shown else None,
        "panels": panels_for(request.user, found),
        "ask_form": AskForm(auto_id="demande-%s") if standing.may_ask else None,
    }
    return render(request, "groups/group_page.html", context)
