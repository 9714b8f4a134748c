"""The two secrets of a plan: one reads it, the other manages it. The database keeps their digests only."""

import hashlib
import secrets
from dataclasses import astuple, dataclass

from django.core import signing

SECRET_BYTES = 32
_SALT = "connect.plan-keys"


@dataclass(frozen=True)
class Keys:
    """What a plan will be known by, chosen when its form is first shown: sent twice, it makes one plan.

    Attributes:
        nonce: 32 letters and digits, unique for the plan.
        visit: the same for the record of the orientation; nothing ties one to the other.
        reading: the secret of the link handed over.
        managing: the secret of the link kept by whoever made the plan.
    """

    nonce: str
    visit: str
    reading: str
    managing: str


def new_secret() -> str:
    """A secret that cannot be guessed, fit for an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_keys() -> Keys:
    """Keys for a plan that nobody has made yet."""
    return Keys(secrets.token_hex(16), secrets.token_hex(16), new_secret(), new_secret())


def digest(secret: str) -> str:
    """What the database keeps of a secret: found by equality, useless to whoever reads the table."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sealed(keys: Keys) -> str:
    """Keys as a hidden field carries them: readable by whoever prepares the plan, chosen by nobody."""
    return signing.dumps(astuple(keys), salt=_SALT)


def opened(text: str) -> Keys | None:
    """Keys out of a hidden field; `None` when they are not ours."""
    try:
        nonce, visit, reading, managing = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Keys(nonce, visit, reading, managing)
