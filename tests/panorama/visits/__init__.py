"""Tests of the staff's page of visits."""
