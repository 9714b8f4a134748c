"""Secrets of the links that are mailed: worked out again from a nonce and the site's key, found by their digest."""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac

_SALT = "connect.outreach.exact-link"


def new_nonce() -> str:
    """Thirty-two letters and digits that make one link differ from every other."""
    return secrets.token_hex(16)


def secret_of(nonce: str) -> str:
    """The secret of a nonce: nobody works it out without the site's key, and a mail sent again carries the same."""
    made = salted_hmac(_SALT, nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest(secret: str) -> str:
    """What the database keeps of a secret: found by equality, useless to whoever reads the table."""
    return hashlib.sha256(secret.encode()).hexdigest()
