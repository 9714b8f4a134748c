"""The section of « Mon compte » for who animates a local network."""

from connect.accounts.sections import Section, register
from connect.outreach.permissions import animates_a_network

register(
    Section(
        url_name="network-silent",
        label="Structures sans réponse",
        order=25,
        summary="Les structures de votre territoire à appeler, parce qu’elles n’ont pas répondu à nos courriels.",
        may=animates_a_network,
    )
)
