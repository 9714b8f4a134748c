"""Pages of groups: for everybody, for members, for leads, and of the account."""
