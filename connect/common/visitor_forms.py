"""Forms that anybody may send without an account: kept from robots and from floods, without a third party."""

import ipaddress
import time
from typing import Any

from django import forms
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac

# A person needs longer than this to fill a form; a robot does not.
FASTEST_SECONDS = 2
# A page left open longer is sent again from a fresh one; nothing typed is lost.
LONGEST_SECONDS = 24 * 3600
_SALT = "connect.visitor-form"


def _stamp() -> str:
    return signing.dumps(int(time.time()), salt=_SALT)


class VisitorForm(forms.Form):
    """A form with a trap that people never see and a signed hour at which it was shown."""

    site_web = forms.CharField(
        required=False, label="Ne remplissez pas ce champ", widget=forms.TextInput
    )
    affiche = forms.CharField(required=False, widget=forms.HiddenInput, initial=_stamp)

    def clean(self) -> dict[str, Any]:
        """Refuse what no person sends; the sentences say what to do, and the text typed stays.

        Raises:
            ValidationError: when the trap was filled, or the form was sent too fast or too late.
        """
        cleaned = super().clean() or {}
        if cleaned.get("site_web"):
            raise ValidationError(
                "Un champ caché a été rempli. Videz-le, ou rechargez la page, puis recommencez."
            )
        try:
            shown = int(signing.loads(cleaned.get("affiche") or "", salt=_SALT))
        except (signing.BadSignature, ValueError):
            shown = 0
        waited = time.time() - shown
        if not FASTEST_SECONDS <= waited <= LONGEST_SECONDS:
            # The next try starts from now: who presses the button again passes.
            again = QueryDict(mutable=True)
            again.update(self.data)
            again[self.add_prefix("affiche")] = _stamp()
            self.data = again
            raise ValidationError(
                "Nous n’avons pas pu vérifier l’envoi. Vérifiez votre texte, puis envoyez de nouveau."
            )
        return cleaned


def network_of(address: str) -> str:
    """What one subscriber holds: an IPv4 address, or a whole /64 of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def sent_too_often(request: HttpRequest, action: str, *, most: int, seconds: int) -> bool:
    """Count an act of this visitor, and say whether it is one too many.

    The address is kept as a keyed digest, in the cache only, for as long as it counts.

    Args:
        request: who asks.
        action: what is counted, such as `error-report`.
        most: how many are accepted in the window.
        seconds: length of the window.
    """
    window = int(time.time()) // seconds
    visitor = salted_hmac(_SALT, network_of(request.META.get("REMOTE_ADDR", ""))).hexdigest()[:32]
    key = f"sent:{action}:{window}:{visitor}"
    if cache.add(key, 1, timeout=seconds):
        return most < 1
    try:
        return int(cache.incr(key)) > most
    except ValueError:
        # The entry ended between the two calls: this act is the first of a new window.
        return False
