"""Tests of the search port, with sources of their own."""
