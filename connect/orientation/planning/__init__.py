"""Plans handed over to a person: made by an accompanier, read by a secret link, compared with today's offers."""
