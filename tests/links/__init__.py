"""Tests of `connect.links`."""
