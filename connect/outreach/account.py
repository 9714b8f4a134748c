"""The sections of « Mon compte » for who animates a local network."""

from connect.accounts.sections import Section, register
from connect.memberships.permissions import may_animate

register(
    Section(
        url_name="network-silent",
        label="Structures sans réponse",
        order=25,
        summary="Les structures de votre territoire à appeler, parce qu’elles n’ont pas répondu à nos courriels.",
        may=may_animate,
    )
)
register(
    Section(
        url_name="network-letter",
        label="Lettre de mon territoire",
        order=26,
        summary="Ce que vous proposez de dire aux structures de votre territoire qui ne sont pas référencées.",
        may=may_animate,
    )
)
