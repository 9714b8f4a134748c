"""Rights in the management pages, beside those of the roles."""

from collections.abc import Collection
from typing import Any

from django.db import models
from wagtail.permission_policies import ModelPermissionPolicy


class KeptPolicy(ModelPermissionPolicy):
    """Rights of a model of which some verbs are open to nobody: what is archived is never deleted."""

    def __init__(self, model: type[models.Model], closed: Collection[str] = ("delete",)) -> None:
        super().__init__(model)
        self.closed = frozenset(closed)

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the person may do this to any object of the model."""
        return action not in self.closed and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Collection[str]) -> bool:
        """Whether the person may do one of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Collection[str]) -> Any:
        """Everybody who may do one of these."""
        return super().users_with_any_permission([one for one in actions if one not in self.closed])
