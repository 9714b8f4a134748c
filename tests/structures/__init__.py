"""Tests of the structures."""
