"""Tests of what the catalogue hands to the Monday page."""
