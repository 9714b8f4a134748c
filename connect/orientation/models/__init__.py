"""Tables of the orientation: the questionnaire of the staff, what was asked, what was handed over."""

from connect.orientation.models.plan import Plan, PlanStep
from connect.orientation.models.profile import Profile
from connect.orientation.models.questionnaire import (
    CriterionSetting,
    Question,
    Questionnaire,
    Rule,
)
from connect.orientation.models.record import Inquiry, NearMiss, Orientation, UnmetNeed

__all__ = [
    "CriterionSetting",
    "Inquiry",
    "NearMiss",
    "Orientation",
    "Plan",
    "PlanStep",
    "Profile",
    "Question",
    "Questionnaire",
    "Rule",
    "UnmetNeed",
]
