"""Pages of the outreach in the management."""
