"""Tests of `connect.visits`."""
