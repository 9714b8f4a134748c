"""First lines of the next steps, drawn from the reasons; whoever makes the plan rewrites them freely."""

from collections.abc import Iterator, Sequence

from connect.common.clock import today
from connect.common.french import NBSP, day_long, quoted
from connect.offers.enums import CallState
from connect.offers.models import Offer
from connect.offers.selectors import call_state
from connect.orientation.enums import Verdict
from connect.orientation.judging.judgement import Judgement
from connect.orientation.judging.reasons import Reason, reasons_of

MOST_LINES = 12


def next_steps(offers: Sequence[Offer], judgement: Judgement) -> str:
    """Useful lines about these offers, in their order, one a line.

    Args:
        offers: visible offers, read with their structure.
        judgement: the answers and what they found.
    """
    found = [
        line
        for offer in offers
        for line in _lines(
            offer,
            reasons_of(judgement, offer.pk) if offer.pk in judgement.index.entries else (),
        )
    ]
    return "\n".join(list(dict.fromkeys(found))[:MOST_LINES])


def _lines(offer: Offer, reasons: Sequence[Reason]) -> Iterator[str]:
    structure, state = offer.structure.name, call_state(offer)
    asked = False
    for reason in reasons:
        if reason.verdict == Verdict.TO_CHECK and reason.ask:
            asked = True
            yield f"Demander à {structure}{NBSP}: {reason.ask}"
        elif reason.verdict == Verdict.EXCLUDED and state != CallState.CLOSED:
            asked = True
            yield f"Demander à {structure} si une exception est possible. {reason.text}"
    title = quoted(offer.title)
    if state == CallState.OPEN and offer.closes_on is not None and offer.closes_on >= today():
        yield f"Déposer le dossier {title} auprès de {structure} avant la fin du {day_long(offer.closes_on)}"
    elif state == CallState.UPCOMING and offer.opens_on is not None:
        yield f"Préparer le dossier {title}, qui ouvre le {day_long(offer.opens_on)}"
    elif state == CallState.CLOSED:
        yield f"Guetter la prochaine édition de {title}"
    elif not asked:
        yield f"Prendre contact avec {structure} pour {title}"
