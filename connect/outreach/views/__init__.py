"""Public pages of the outreach."""
