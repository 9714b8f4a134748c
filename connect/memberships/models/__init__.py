"""Tables of memberships."""

from connect.memberships.models.claim import Claim
from connect.memberships.models.joining import Invitation, JoinRequest, StructureDomain
from connect.memberships.models.membership import Membership, MembershipDeed, NetworkAnimator

__all__ = [
    "Claim",
    "Invitation",
    "JoinRequest",
    "Membership",
    "MembershipDeed",
    "NetworkAnimator",
    "StructureDomain",
]
