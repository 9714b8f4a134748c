"""Migrations of `connect.home`."""
