"""Settings of ESSor Connect; everything that varies comes from `connect.settings.environment`."""

from connect.settings.base import *  # noqa: F403
