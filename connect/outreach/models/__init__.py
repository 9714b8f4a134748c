"""Tables of the outreach."""

from connect.outreach.models.campaign import Campaign, PhoneCall, Rhythm, Target
from connect.outreach.models.link import ExactLink, Reply
from connect.outreach.models.prospect import Paragraph, Prospect

__all__ = [
    "Campaign",
    "ExactLink",
    "Paragraph",
    "PhoneCall",
    "Prospect",
    "Reply",
    "Rhythm",
    "Target",
]
