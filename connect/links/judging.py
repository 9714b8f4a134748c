"""What a visit to an address establishes, in words that the chamber's team can use.

A reason is a sentence without its full stop, so that « depuis le 3 novembre » can follow.
"""

from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from connect.common.french import quoted
from connect.fetching import addresses, errors
from connect.fetching.addresses import site_of
from connect.fetching.guarding import is_public
from connect.fetching.pages import Doorkeeper, Page, fetch
from connect.fetching.policies import Policy
from connect.links.enums import LinkState

PURPOSE = "link-check"
VISIT_SECONDS = 20.0
GONE = {404, 410}
# The site lives, but does not answer robots, or not now: nothing is learnt of the page.
UNWILLING = {401, 403, 405, 406, 407, 425, 429, 451}
REASONS: dict[type[errors.FetchError], str] = {
    errors.BadAddress: "Cette adresse est mal écrite",
    errors.UnknownHost: "Le nom de ce site n’existe pas ou n’existe plus",
    errors.ConnectionFailed: "Ce site refuse la connexion",
    errors.TooSlow: "Ce site ne répond pas à temps",
    errors.TooManyRedirects: "Cette adresse renvoie d’une page à l’autre sans fin",
    errors.BadAnswer: "Ce site répond d’une façon que les navigateurs ne comprennent pas",
    errors.TooBig: "Ce site répond d’une façon que les navigateurs ne comprennent pas",
}
DANGERS: dict[type[errors.FetchError], tuple[str, str]] = {
    errors.PrivateAddress: (
        "Cette adresse mène à un réseau privé",
        "Cette adresse renvoie vers un réseau privé",
    ),
    errors.SchemeRefused: (
        "Cette adresse n’est pas celle d’une page web",
        "Cette adresse renvoie vers autre chose qu’une page web",
    ),
    errors.CredentialsRefused: (
        "Cette adresse contient un identifiant ou un mot de passe",
        "Cette adresse renvoie vers une autre, qui contient un identifiant ou un mot de passe",
    ),
}
UNASKED: dict[type[errors.FetchError], tuple[LinkState, str]] = {
    errors.ReservedName: (
        LinkState.RESERVED,
        "Ce nom est réservé aux exemples\u00a0: nous ne l’interrogeons pas",
    ),
    errors.PortRefused: (
        LinkState.UNKNOWN,
        "Nous n’interrogeons pas les adresses qui portent un numéro de port",
    ),
    errors.RobotsRefused: (
        LinkState.ROBOTS,
        "Ce site demande aux robots de ne pas lire cette page\u00a0: nous ne l’avons pas vérifiée",
    ),
    errors.RobotsUnavailable: (
        LinkState.ROBOTS,
        "Ce site n’a pas pu dire s’il accepte les robots\u00a0: nous réessaierons",
    ),
}
# OpenSSL's numbers for what is wrong with a certificate.
EXPIRED, OTHER_NAMES = 10, {62, 64}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one visit says of an address.

    Attributes:
        state: `DEAD` means that this visit failed; the state of the address follows from several.
        reason: one French sentence without its full stop; empty when all is well.
        status_code: what the site answered, when it did.
        final_url: the address to use from now on, for `MOVED`.
        doubtful: whether our own network may be what failed.
    """

    state: LinkState
    reason: str = ""
    status_code: int | None = None
    final_url: str = ""
    doubtful: bool = False


def host_of(url: str) -> str:
    """The host to visit, empty when the address is refused for what is written in it."""
    try:
        return addresses.read(url).host
    except errors.Refused:
        return ""


def danger_of(url: str) -> str:
    """Why an address should not be shown, as far as it can be told without asking the network.

    Returns:
        A French sentence without its full stop; empty when nothing is wrong.
    """
    try:
        address = addresses.read(url, ports=range(1, 65536), reserved=True)
    except errors.Refused as error:
        return of_error(error).reason
    if address.ip is not None and not is_public(address.ip):
        return DANGERS[errors.PrivateAddress][0]
    return ""


def judge(url: str, *, policy: Policy, robots: Doorkeeper) -> Finding:
    """Visit an address, within bounds, and say what was found; only the headers of the page are read.

    Args:
        url: as the product shows it.
        policy: what may be asked.
        robots: what sites ask of robots.
    """
    try:
        page = fetch(
            url,
            purpose=PURPOSE,
            policy=policy,
            seconds=VISIT_SECONDS,
            max_bytes=0,
            robots=robots,
        )
    except errors.FetchError as error:
        return of_error(error)
    return of_page(url, page)


def of_error(error: errors.FetchError) -> Finding:
    """What it means that an address could not be read.

    Args:
        error: what happened, to the address itself or to one that it redirects to.
    """
    kind = type(error)
    if kind in DANGERS:
        return Finding(state=LinkState.DANGEROUS, reason=DANGERS[kind][error.redirects > 0])
    if kind in UNASKED:
        state, reason = UNASKED[kind]
        return Finding(state=state, reason=reason)
    if isinstance(error, errors.TlsFailure):
        return Finding(state=LinkState.DEAD, reason=_tls_reason(error.code))
    doubtful = isinstance(error, errors.Unreachable) and not error.certain
    return Finding(state=LinkState.DEAD, reason=REASONS[kind], doubtful=doubtful)


def _tls_reason(code: int) -> str:
    if code == EXPIRED:
        return "Le certificat de sécurité de ce site est périmé"
    if code in OTHER_NAMES:
        return "Le certificat de sécurité de ce site est celui d’un autre site"
    return "La connexion sécurisée à ce site n’est pas digne de confiance"


def of_page(url: str, page: Page) -> Finding:
    """What an answer means for the address that led to it."""
    if page.status in GONE:
        return Finding(
            state=LinkState.DEAD,
            reason=f"Cette page répond {quoted('introuvable')}",
            status_code=page.status,
        )
    if page.status in UNWILLING:
        return Finding(
            state=LinkState.UNKNOWN,
            reason=f"Ce site n’a pas voulu répondre à notre vérification ({page.status})",
            status_code=page.status,
        )
    if page.status >= 400:
        subject = "Ce site" if page.status >= 500 else "Cette page"
        return Finding(
            state=LinkState.DEAD,
            reason=f"{subject} répond par une erreur ({page.status})",
            status_code=page.status,
        )
    return _moved(url, page) or Finding(state=LinkState.OK, status_code=page.status)


def _moved(url: str, page: Page) -> Finding | None:
    if not page.hops:
        return None
    start, end = (urlsplit(one).hostname or "" for one in (page.hops[0].url, page.url))
    if site_of(start) != site_of(end):
        reason = f"Cette adresse mène ailleurs, sur le site {end}"
        target = page.moved_to or page.url
    elif page.moved_to:
        reason, target = "Cette page a changé d’adresse", page.moved_to
    else:
        return None
    fragment = urldefrag(url).fragment
    return Finding(
        state=LinkState.MOVED,
        reason=reason[:300],
        status_code=page.status,
        final_url=f"{target}#{fragment}" if fragment else target,
    )
