"""Port: reading pages of other sites, politely and without danger. No tables."""
