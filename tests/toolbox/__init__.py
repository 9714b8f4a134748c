"""Tests of `connect.orientation`."""
