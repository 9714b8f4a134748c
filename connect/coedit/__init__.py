"""Port: documents that several persons write at once. Knows no feature: each registers its kind of document."""
