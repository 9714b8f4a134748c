"""Sections of « Mon compte » about structures."""

from connect.accounts.sections import Section, register
from connect.memberships.permissions import may_animate

register(
    Section(
        url_name="my-structures",
        label="Mes structures",
        order=20,
        summary="Les structures pour lesquelles vous agissez, qui d’autre en fait partie, et comment en rejoindre une.",
    )
)
register(
    Section(
        url_name="my-networks",
        label="Mon réseau local",
        order=25,
        summary="Les structures du territoire que vous animez, et ce qui y a besoin d’être mis à jour.",
        may=may_animate,
    )
)
