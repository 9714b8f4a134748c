"""Tests of the import of the catalogue."""
