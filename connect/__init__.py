"""ESSor Connect: the resource centre of a regional chamber of the social and solidarity economy."""

from connect.celery import app as celery_app

__all__ = ("celery_app",)
