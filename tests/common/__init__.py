"""Tests of `connect.common`."""
