"""Tests of the port that reaches open pages."""
