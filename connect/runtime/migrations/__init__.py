"""Migrations of the runtime."""
