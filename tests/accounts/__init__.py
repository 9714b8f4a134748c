"""Tests of persons and staff roles."""
