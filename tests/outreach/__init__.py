"""Tests of `connect.outreach`."""
