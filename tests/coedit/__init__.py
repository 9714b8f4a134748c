"""Tests of `connect.coedit`."""
