"""What a change of the questionnaire moves, for every saved profile, before it is published."""

from connect.orientation.models import Questionnaire


def compare(questionnaire: Questionnaire) -> None:
    """To be written with the management pages."""
