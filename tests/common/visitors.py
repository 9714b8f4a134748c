"""What a form of visitors carries when a person sends it."""

import time

from django.core import signing


def shown(seconds_ago: float = 10) -> str:
    """The hidden field `affiche` of a form shown some seconds ago."""
    return signing.dumps(int(time.time() - seconds_ago), salt="connect.visitor-form")
