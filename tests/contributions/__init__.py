"""Tests of `connect.contributions`."""
