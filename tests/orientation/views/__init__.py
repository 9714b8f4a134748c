"""Tests of the pages of the orientation."""
