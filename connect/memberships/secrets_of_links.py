"""Secrets of mailed links: worked out again each time the mail is written, kept as digests only."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

_SALT = "connect.memberships.link"


def new_seed() -> str:
    """A random seed, stored beside the digest; it opens nothing without the site's own secret."""
    return secrets.token_urlsafe(24)


def token_of(purpose: str, seed: str) -> str:
    """The secret of a link, 64 characters.

    Args:
        purpose: what the link is for, so that one never opens another.
        seed: the stored seed.
    """
    return salted_hmac(f"{_SALT}.{purpose}", seed, algorithm="sha256").hexdigest()


def digest_of(token: str) -> str:
    """What the table keeps of a secret; a row is found by equality on it."""
    return hashlib.sha256(token.encode()).hexdigest()
