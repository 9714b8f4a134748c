"""Reads the files of a list as those who use them do."""

import csv
import io
import json
from typing import Any

from django.test import Client


def body(client: Client, address: str, **headers: str) -> str:
    """The text of an answer, which must be a good one."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, (address, response.status_code)
    text: str = response.getvalue().decode()  # type: ignore[attr-defined]  # of Django's own answers
    return text


def table(client: Client, address: str) -> list[dict[str, str]]:
    """The lines of a CSV file by their headers, as a French spreadsheet reads it."""
    text = body(client, address)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";"))


def document(client: Client, address: str) -> dict[str, Any]:
    """A JSON file."""
    read: dict[str, Any] = json.loads(body(client, address))
    return read
