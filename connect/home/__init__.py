"""Composition root of the pages: home, content and index pages, site identity and menus."""
