"""Cleaning of what comes from outside: plain text, addresses of pages, mail and telephone."""

import html
import re
import unicodedata
from urllib.parse import urlsplit

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\ufeff]")
_SPACES = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>?")
_valid_url = URLValidator(schemes=["http", "https"])


def plain_text(value: str) -> str:
    """Text without control characters, in composed Unicode form, with outer spaces removed."""
    return _CONTROL.sub("", unicodedata.normalize("NFC", value)).strip()


def one_line(value: str) -> str:
    """Text on one line, ordinary spaces joined; those that French typography keeps from breaking stay."""
    return _SPACES.sub(" ", value).strip(" ")


def has_markup(value: str) -> bool:
    """Whether a text that should be plain carries an HTML tag."""
    return bool(_TAG.search(value)) and nh3.is_html(value)


def without_markup(value: str) -> str:
    """The text of an HTML fragment, every tag and script removed."""
    return plain_text(html.unescape(nh3.clean(value, tags=set())))


def is_formula(value: str) -> bool:
    """Whether a spreadsheet would run this cell as a formula."""
    return value[:1] in {"=", "@", "\t", "\r"} or (
        value[:1] in {"+", "-"} and not re.fullmatch(r"[+-][\d\s.,()/-]*", value)
    )


def safe_web_address(value: str) -> str:
    """Return an `http(s)` address that can be shown as a link.

    Raises:
        ValidationError: for any other scheme (`javascript:`, `data:`…), credentials inside, or no host.
    """
    address = plain_text(value)
    parts = urlsplit(address)
    if parts.scheme.lower() not in {"http", "https"} or parts.username or parts.password:
        raise ValidationError("Cette adresse doit commencer par https:// ou http://.")
    _valid_url(address)
    return address
