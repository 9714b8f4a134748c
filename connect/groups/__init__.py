"""Project groups and thematic groups: their members and what each may do."""
