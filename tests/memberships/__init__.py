"""Tests of `connect.memberships`."""
