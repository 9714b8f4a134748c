"""Who acts for which structure: memberships, ways in, and local networks."""
