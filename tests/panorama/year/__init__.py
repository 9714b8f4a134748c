"""Tests of a structure's year."""
