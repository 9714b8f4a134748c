"""Port: full-text search and facets, without knowledge of what is indexed."""
