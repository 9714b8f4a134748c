"""Structures, the entities they serve and the local networks."""
