"""The forum: topics and replies between resource actors, live."""
