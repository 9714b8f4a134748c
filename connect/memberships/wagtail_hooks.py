"""Puts memberships into the management pages."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from connect.common.staff.policies import KeptPolicy
from connect.memberships.models import Claim, Membership, NetworkAnimator, StructureDomain
from connect.memberships.staff.merging import MergeView
from connect.memberships.staff.viewsets import (
    ClaimViewSet,
    MembershipViewSet,
    NetworkAnimatorViewSet,
    StructureDomainViewSet,
)

# A membership ends, it is never deleted; claims and domains begin on the public site.
register_permission_policy(Membership, KeptPolicy(Membership))
register_permission_policy(NetworkAnimator, KeptPolicy(NetworkAnimator))
register_permission_policy(StructureDomain, KeptPolicy(StructureDomain, ("add", "delete")))
register_permission_policy(Claim, KeptPolicy(Claim, ("add", "change", "delete")))


class BelongingGroup(ViewSetGroup):
    """Who acts for which structure."""

    menu_label = "Rattachements"
    menu_icon = "group"
    menu_order = 102
    items = (MembershipViewSet, NetworkAnimatorViewSet, StructureDomainViewSet, ClaimViewSet)


@hooks.register("register_admin_viewset")
def register_group() -> Any:
    """« Rattachements », after the catalogue."""
    return BelongingGroup()


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    """The page that merges two structures."""
    return [
        path("fusionner-structures/<int:pk>/", MergeView.as_view(), name="structure-merge"),
    ]
