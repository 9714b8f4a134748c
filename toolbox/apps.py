"""Registers the `toolbox` feature with Django."""

from django.apps import AppConfig


class ToolboxConfig(AppConfig):
    """Application `toolbox`."""

    name = "toolbox"
    verbose_name = "Boîte à outils"

    def ready(self) -> None:
        """Follow what Wagtail publishes and decides; have it send no mail of its own about sheets."""
        from toolbox import following, quieting  # noqa: PLC0415  # models are loaded only now

        following.start()
        quieting.start()
