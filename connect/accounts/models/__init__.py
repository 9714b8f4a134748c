"""Tables of persons."""

from connect.accounts.models.profile import Profile
from connect.accounts.models.proof import AddressProof
from connect.accounts.models.session import OpenSession
from connect.accounts.models.user import User, UserManager

__all__ = ["AddressProof", "OpenSession", "Profile", "User", "UserManager"]
