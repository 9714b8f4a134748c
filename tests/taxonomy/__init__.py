"""Tests of the vocabularies and territories."""
