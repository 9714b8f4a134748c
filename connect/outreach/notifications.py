"""The kinds of messages that the outreach sends."""

import datetime

from connect.notifications.kinds import Kind, register
from connect.outreach.composing import (
    compose_new_link,
    compose_reminder,
    compose_second,
    compose_silent,
)
from connect.outreach.ledger import LETTER, NEW_LINK, REMINDER, SECOND, SILENT
from connect.outreach.letters.writing import compose_letter

WHY = "Vous recevez ce courriel parce que vous représentez une structure dont les offres sont publiées ici."

register(
    Kind(
        code=REMINDER,
        label="Rappels annuels pour mettre à jour mes fiches",
        why=f"{WHY} Une fois par an, nous demandons si elles sont toujours exactes.",
        compose=compose_reminder,
        lifetime=datetime.timedelta(days=21),
    )
)
register(
    Kind(
        code=SECOND,
        label="Second et dernier rappel annuel",
        why=f"{WHY} Le premier rappel est resté sans réponse ; il n’y en aura pas d’autre cette année.",
        compose=compose_second,
        lifetime=datetime.timedelta(days=21),
    )
)
register(
    Kind(
        code=NEW_LINK,
        label="Liens « Toujours exact » que j’ai demandés",
        why="Vous recevez ce courriel parce que quelqu’un a demandé un nouveau lien avec votre adresse.",
        compose=compose_new_link,
        essential=True,
        lifetime=datetime.timedelta(days=1),
    )
)
register(
    Kind(
        code=SILENT,
        label="Structures de mon territoire sans réponse",
        why="Vous recevez ce courriel, une fois par mois au plus, parce que vous animez un réseau local.",
        compose=compose_silent,
    )
)
register(
    Kind(
        code=LETTER,
        label="Lettres pour se référencer",
        why="Vous recevez cette lettre une fois, parce que votre structure peut figurer dans ce catalogue public.",
        compose=compose_letter,
        lifetime=datetime.timedelta(days=21),
    )
)
