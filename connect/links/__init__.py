"""Port: addresses of other sites that the product shows, and whether they still answer."""
