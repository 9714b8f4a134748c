"""Indicators of what people ask for: orientations, searches, and what neither of them found."""

import datetime

from django.db.models import Q, Sum

from connect.orientation.models import Orientation, UnmetNeed
from connect.panorama.enums import Direction, Nature
from connect.panorama.indicators.registry import Indicator, register
from connect.search.models import SearchTally

ASKED = "Ce qui est demandé"


def _orientations(day: datetime.date, condition: Q | None = None) -> int:
    return Orientation.objects.filter(condition or Q(), answered_at__date=day).count()


def _unmet(day: datetime.date) -> int:
    return UnmetNeed.objects.filter(noted_at__date=day).count()


def _searches(day: datetime.date, condition: Q | None = None) -> int:
    counts = SearchTally.objects.filter(condition or Q(), day=day).aggregate(total=Sum("count"))
    return counts["total"] or 0


register(
    Indicator(
        key="orientations",
        label="Orientations",
        help="Questionnaires menés jusqu’aux résultats, et plans préparés pour quelqu’un.",
        group=ASKED,
        measure=_orientations,
        nature=Nature.FLOW,
        public=True,
        order=60,
    )
)
register(
    Indicator(
        key="orientations_sans_offre",
        label="Orientations sans offre éligible",
        help="Parmi elles, celles qui n’ont trouvé aucune offre éligible.",
        group=ASKED,
        measure=lambda day: _orientations(day, Q(eligible=0)),
        nature=Nature.FLOW,
        better=Direction.DOWN,
        public=True,
        order=61,
    )
)
register(
    Indicator(
        key="besoins_sans_reponse",
        label="Besoins sans réponse",
        help="Besoins notés parce qu’aucune offre n’y répondait.",
        group=ASKED,
        measure=_unmet,
        nature=Nature.FLOW,
        better=Direction.DOWN,
        public=True,
        order=62,
    )
)
register(
    Indicator(
        key="recherches",
        label="Recherches par mots",
        help="Recherches du site et du catalogue, sans les robots ; les filtres n’en sont pas.",
        group=ASKED,
        measure=_searches,
        nature=Nature.FLOW,
        public=True,
        order=63,
    )
)
register(
    Indicator(
        key="recherches_sans_resultat",
        label="Recherches sans résultat",
        help="Parmi elles, celles de mots qui n’ont rien trouvé.",
        group=ASKED,
        measure=lambda day: _searches(day, Q(results=0)),
        nature=Nature.FLOW,
        better=Direction.DOWN,
        public=True,
        order=64,
    )
)
