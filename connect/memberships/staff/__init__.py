"""Management pages of memberships."""
