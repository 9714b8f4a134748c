"""What accounts announce to the layers above, inside the transaction of the change."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RightsChanged:
    """A person may be signed in no longer, or may do other things: whoever lets them in must look again.

    Attributes:
        user_id: key of the account.
    """

    user_id: int
