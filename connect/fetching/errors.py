"""What may keep a page from being read, as a tree that callers can handle at the height they need."""


class FetchError(Exception):
    """A page was not read.

    Attributes:
        url: the address at fault; after a redirect it is not the one that was asked for.
        redirects: how many redirects led to it.
    """

    redirects = 0

    def __init__(self, url: str, detail: str = "") -> None:
        """Say what happened, in English, for logs.

        Args:
            url: the address at fault.
            detail: what happened.
        """
        super().__init__(f"{detail or type(self).__name__}: {url}")
        self.url = url


class Refused(FetchError):
    """We did not ask: nothing was sent to this address."""


class BadAddress(Refused):
    """The address cannot be understood."""


class SchemeRefused(Refused):
    """The address is not one of the web: `javascript:`, `data:`, `file:`, `mailto:`…"""


class CredentialsRefused(Refused):
    """The address carries a name or a password."""


class PortRefused(Refused):
    """The address names a port that the policy does not allow."""


class PrivateAddress(Refused):
    """The address leads into a private network, to this machine, or nowhere on the internet."""


class ReservedName(Refused):
    """The name is set aside for examples and tests: nobody can own it."""


class RobotsRefused(Refused):
    """The site's robots.txt keeps robots away from this page."""


class RobotsUnavailable(Refused):
    """The site's robots.txt is in error: we stay away until it can be read."""


class Unreachable(FetchError):
    """No conversation could be held with the site.

    Attributes:
        certain: `False` when the fault may as well be that of our own network.
    """

    def __init__(self, url: str, detail: str = "", *, certain: bool = True) -> None:
        """Say what happened, and whether it can only come from the site.

        Args:
            url: the address at fault.
            detail: what happened.
            certain: `False` when our own network may be at fault.
        """
        super().__init__(url, detail)
        self.certain = certain


class UnknownHost(Unreachable):
    """The name of the site does not exist, or nobody could tell."""


class ConnectionFailed(Unreachable):
    """The site refused the connection or cut it."""


class TlsFailure(Unreachable):
    """The secure connection could not be trusted.

    Attributes:
        code: OpenSSL's number for what is wrong with the certificate; 0 when it is something else.
    """

    def __init__(self, url: str, detail: str = "", *, code: int = 0) -> None:
        """Say what happened.

        Args:
            url: the address at fault.
            detail: what happened.
            code: OpenSSL's number, when a certificate was refused.
        """
        super().__init__(url, detail)
        self.code = code


class TooSlow(Unreachable):
    """The time allowed ran out; our own network may be at fault when nothing at all was received."""


class TooBig(FetchError):
    """The answer is larger than allowed, on the wire or once unpacked."""


class TooManyRedirects(FetchError):
    """Redirects go round in circles, or on for too long."""


class BadAnswer(FetchError):
    """What came back is not an HTTP answer that can be read."""
