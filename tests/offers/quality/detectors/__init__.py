"""Tests of each detector, by cases that staff could read."""
