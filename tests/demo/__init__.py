"""Tests of the demonstration and of the first start."""
