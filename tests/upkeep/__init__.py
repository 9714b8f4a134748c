"""Tests of `connect.upkeep`."""
