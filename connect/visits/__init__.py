"""Visits of pages, counted by day without cookies nor anything about the person."""
