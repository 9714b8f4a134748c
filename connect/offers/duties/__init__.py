"""What the catalogue hands to the Monday page: offers to validate or to verify, closed calls, reported errors,
mails that were interrupted."""

from connect.offers.duties.closed_calls import CLOSED_CALLS
from connect.offers.duties.dead_links import DEAD_LINKS
from connect.offers.duties.duplicates import DUPLICATES
from connect.offers.duties.error_reports import ERROR_REPORTS
from connect.offers.duties.mails import MAILS
from connect.offers.duties.quality import QUALITY
from connect.offers.duties.stale import STALE
from connect.offers.duties.to_validate import TO_VALIDATE
from connect.upkeep.registry import register

for _source in (
    ERROR_REPORTS,
    MAILS,
    TO_VALIDATE,
    CLOSED_CALLS,
    STALE,
    QUALITY,
    DUPLICATES,
    DEAD_LINKS,
):
    register(_source)
