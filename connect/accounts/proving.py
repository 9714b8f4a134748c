"""Addresses to prove: a secret goes there by mail, its digest stays here until it is used or too old."""

import datetime
import hashlib
import secrets
from typing import Any

from django.utils import timezone

from connect.accounts.enums import ProofPurpose
from connect.accounts.models import AddressProof, User

LIFETIME = datetime.timedelta(hours=24)
LONGEST_SECRET = 64


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def ask(purpose: ProofPurpose, address: str, *, user: User | None = None, **kept: Any) -> str:
    """Write that an address is to be proved; an earlier demand of the same kind for it no longer counts.

    Args:
        purpose: what comes of it.
        address: in its normal form.
        user: whose account is to change.
        kept: names and destination.

    Returns:
        The secret to mail; it is kept nowhere.
    """
    AddressProof.objects.filter(purpose=purpose, address=address, user=user).delete()
    secret = secrets.token_urlsafe(24)
    AddressProof.objects.create(
        purpose=purpose,
        address=address,
        user=user,
        digest=_digest(secret),
        expires_at=timezone.now() + LIFETIME,
        **kept,
    )
    return secret


def find(purpose: ProofPurpose, secret: str) -> AddressProof | None:
    """What a secret proves, `None` once it is used or too old. Looking spends nothing."""
    if len(secret) > LONGEST_SECRET:
        return None
    return AddressProof.objects.filter(
        purpose=purpose, digest=_digest(secret), expires_at__gt=timezone.now()
    ).first()


def spend(purpose: ProofPurpose, secret: str) -> AddressProof | None:
    """Take a proof out; to be called inside the transaction that makes what it was for.

    Returns:
        The proof, `None` when it no longer stands or somebody spent it at the same moment.
    """
    proof = find(purpose, secret)
    if proof is None:
        return None
    deleted, _ = AddressProof.objects.filter(pk=proof.pk).delete()
    return proof if deleted else None


def forget_expired() -> int:
    """Forget the proofs that nobody gave in time.

    Returns:
        How many.
    """
    deleted, _ = AddressProof.objects.filter(expires_at__lte=timezone.now()).delete()
    return deleted
