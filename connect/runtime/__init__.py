"""Composition root of the processes: environment checks, embedded server, health, mail to files."""
