"""Why a socket ends: the codes that clients act upon, as docs/coedit-protocol.md tells them."""

from enum import IntEnum


class Closing(IntEnum):
    """Codes of the closing frame; those under 4000 are the protocol's own, and clients open again after a while."""

    FAULT = 1011
    LATER = 1013
    UNREADABLE = 4400
    SIGNED_OUT = 4401
    FORBIDDEN = 4403
    UNKNOWN = 4404
    EXPIRED = 4408
    OUTDATED = 4409
    TOO_LARGE = 4413
    TOO_FAST = 4429


class Refused(Exception):
    """Raised by whatever handles a frame, to end the socket with a code that the client understands."""

    def __init__(self, code: int) -> None:
        """Keep the code.

        Args:
            code: one of `Closing`.
        """
        super().__init__(code)
        self.code = int(code)
