"""Persons: the user model and the staff roles."""
