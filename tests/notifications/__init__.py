"""Tests of `connect.notifications`."""
