"""Jobs of the documents; each finds its work in tables."""

import datetime
import logging

from celery import shared_task

from connect.coedit import folding, present, services
from connect.coedit.kinds import Reason
from connect.coedit.log import HEAVY_TAIL, LONG_TAIL, EpochOver
from connect.coedit.selectors import long_logs

logger = logging.getLogger(__name__)

IDLE = datetime.timedelta(seconds=20)
LONGEST = datetime.timedelta(minutes=3)


@shared_task
def keep_drafts() -> None:
    """Write into the history of its owner what people wrote before they paused."""
    for document in services.due(IDLE, LONGEST):
        try:
            services.save_now(document.kind, document.owner_id, Reason.PAUSE)
        except services.NoDocument:
            # Its owner was deleted: so is the working copy.
            document.delete()
        except Exception:  # one document's fault is never another's
            logger.exception("The draft of document %s could not be kept.", document.pk)


@shared_task
def fold_logs() -> None:
    """Fold the logs that grew long, so that opening stays quick; forget pages that closed without a word."""
    for pk in long_logs(LONG_TAIL, HEAVY_TAIL):
        try:
            folding.fold(pk)
        except EpochOver:
            # Deleted meanwhile.
            continue
        except Exception:  # one document's fault is never another's
            logger.exception("The log of document %s could not be folded.", pk)
    present.forget_gone()
