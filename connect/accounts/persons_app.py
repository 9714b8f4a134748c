"""Wagtail's application of users, told to use our pages of accounts."""

from wagtail.users.apps import WagtailUsersAppConfig


class PersonsConfig(WagtailUsersAppConfig):
    """Stands for `wagtail.users` in the installed applications."""

    user_viewset = "connect.accounts.staff.PersonViewSet"
