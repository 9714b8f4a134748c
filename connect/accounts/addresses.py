"""What counts as one and the same e-mail address."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254
WRONG = "Saisissez une adresse électronique complète, par exemple prenom@exemple.fr."


def normal_address(typed: str) -> str:
    """The one way in which an address is kept and looked for.

    Lower case; a domain with accents becomes its ASCII form, so that two domains that only look alike stay two.
    Letters outside ASCII before the « @ » are refused: databases and mail servers do not agree on their case.

    Raises:
        ValidationError: in French, when it is no address.
    """
    text = typed.strip()
    local, at, domain = text.rpartition("@")
    if not at or not local.isascii() or len(text) > LONGEST:
        raise ValidationError(WRONG)
    if any(unicodedata.category(letter)[0] == "C" for letter in text):
        raise ValidationError(WRONG)
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValidationError(WRONG) from error
    address = f"{local}@{ascii_domain}".lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(WRONG) from error
    if len(address) > LONGEST:
        raise ValidationError(WRONG)
    return address
