"""What contributions do when structures merge."""

from connect.common.events import subscribe
from connect.contributions.services import follow_merger
from connect.structures.merging import StructuresMerged


def _merged(event: StructuresMerged) -> None:
    follow_merger(event.source_id, event.target_id)


def start() -> None:
    """Listen to what happens to structures."""
    subscribe(StructuresMerged, _merged)
