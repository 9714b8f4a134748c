"""The kinds of messages that the outreach sends."""

import datetime

from connect.notifications.kinds import Kind, register
from connect.outreach.composing import compose_new_link, compose_reminder, compose_second
from connect.outreach.ledger import NEW_LINK, REMINDER, SECOND

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
