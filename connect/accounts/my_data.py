"""Everything kept about a person, as a zip that is written while it is sent."""

import json
import re
import unicodedata
import zipfile
from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from connect.accounts.models import User
from connect.accounts.privacy import Attachment, Holding, holdings

_INTRODUCTION = """Vos données sur {site}
{line}

Copie faite le {day}, à votre demande.

Chaque fichier .json contient une sorte de données vous concernant. Il s’ouvre avec un éditeur de texte,
et se relit par un programme. Le dossier « fichiers » contient ce que vous avez déposé.

{contents}
Pour corriger une donnée : votre compte, rubrique « Profil ». Pour tout effacer : rubrique « Mes données ».
"""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST_NAME = 80


def safe_name(name: str) -> str:
    """A file name that no system reads as a folder, a hidden file or a command."""
    plain = unicodedata.normalize("NFKD", name.replace("\\", "/").rpartition("/")[2])
    kept = _UNSAFE.sub("-", plain.encode("ascii", "ignore").decode()).strip("-.")
    stem, dot, extension = kept.rpartition(".")
    if dot and len(kept) > LONGEST_NAME:
        extension = extension[:10]
        kept = f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"
    return kept[:LONGEST_NAME] or "fichier"


class _Pipe:
    """What the zip is written to: gives back what was written since it was last asked."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        """Keep some bytes until they are taken."""
        self._waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing to do: bytes are taken, not pushed."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def _introduction(site: str, listed: list[Holding]) -> str:
    contents = "".join(f"- {holding.key}.json\u00a0: {holding.label}\n" for holding in listed)
    title = f"Vos données sur {site}"
    day = timezone.localtime().strftime("%d/%m/%Y")
    return _INTRODUCTION.format(site=site, line="=" * len(title), day=day, contents=contents)


def _rows(holding: Holding, user: User) -> str:
    rows: list[Any] = [dict(row) for row in holding.export(user)]
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _free(name: str, taken: set[str]) -> str:
    stem, dot, extension = name.rpartition(".")
    number = 2
    free = name
    while free.lower() in taken:
        free = f"{stem}-{number}.{extension}" if dot else f"{name}-{number}"
        number += 1
    taken.add(free.lower())
    return free


def _attachments(listed: list[Holding], user: User) -> Iterator[tuple[str, Attachment]]:
    taken: set[str] = set()
    for holding in listed:
        for attachment in holding.files(user):
            name = f"{safe_name(holding.key)}/{safe_name(attachment.name)}"
            yield f"fichiers/{_free(name, taken)}", attachment


def zip_of(user: User, site: str) -> Iterator[bytes]:
    """The zip, piece by piece: one holding or one file is in memory at a time.

    Args:
        user: whose data.
        site: name of the site, for `lisez-moi.txt`.
    """
    listed = holdings()
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # write-only stream
        archive.writestr("lisez-moi.txt", _introduction(site, listed))
        yield pipe.take()
        for holding in listed:
            archive.writestr(f"{safe_name(holding.key)}.json", _rows(holding, user))
            yield pipe.take()
        for name, attachment in _attachments(listed, user):
            archive.writestr(name, attachment.content)
            yield pipe.take()
    yield pipe.take()


def _next(chunks: Iterator[bytes]) -> bytes | None:
    return next(chunks, None)


async def in_its_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same pieces for the asynchronous server, which would otherwise keep them all in memory.

    Args:
        chunks: read in the thread of the view, hence with its connection to the database.
    """
    step = sync_to_async(_next, thread_sensitive=True)
    while (chunk := await step(chunks)) is not None:
        yield chunk
