"""Registers `connect.realtime` with Django."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """Application `realtime`."""

    name = "connect.realtime"
    verbose_name = "Direct"

    def ready(self) -> None:
        """Have open pages follow what happens to accounts."""
        from connect.accounts.events import RightsChanged  # noqa: PLC0415  # applications are loaded only now
        from connect.common.events import subscribe  # noqa: PLC0415  # likewise
        from connect.realtime.services import follow_rights  # noqa: PLC0415  # likewise

        subscribe(RightsChanged, follow_rights)
