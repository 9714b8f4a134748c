"""Tests that read the whole demonstration, loaded once."""
