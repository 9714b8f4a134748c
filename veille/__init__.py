"""The shared watch: feeds, items and their curation."""
