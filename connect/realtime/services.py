"""Telling open sockets that something happened."""

from functools import partial

from django.db import transaction

from connect.accounts.events import RightsChanged
from connect.realtime.bus import bus


def publish_on_commit(channel: str, data: bytes) -> None:
    """Publish once what is being written is kept; at once when nothing is.

    Args:
        channel: as `Bus.publish` takes it.
        data: likewise.
    """
    transaction.on_commit(partial(_publish, channel, data))


def _publish(channel: str, data: bytes) -> None:
    bus().publish(channel, data)


def person_channel(user_id: int) -> str:
    """The channel that every open socket of a person listens to.

    Args:
        user_id: key of the account.
    """
    return f"person:{user_id}"


def recheck_person(user_id: int) -> None:
    """Have the rights of every open socket of a person looked at again, once the transaction is committed.

    Args:
        user_id: key of the account.
    """
    publish_on_commit(person_channel(user_id), b"recheck")


def follow_rights(event: RightsChanged) -> None:
    """Follow what accounts announce.

    Args:
        event: whose rights.
    """
    recheck_person(event.user_id)
