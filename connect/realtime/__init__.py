"""Port: what reaches open pages at once. One bus, one base consumer, no knowledge of any feature."""
