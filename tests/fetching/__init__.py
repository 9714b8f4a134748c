"""Tests of `connect.fetching`."""
