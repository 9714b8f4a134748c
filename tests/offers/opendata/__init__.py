"""Tests of the open data of the catalogue."""
