"""Tests of `connect.groups`."""
