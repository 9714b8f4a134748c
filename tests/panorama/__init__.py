"""Tests of `connect.panorama`."""
