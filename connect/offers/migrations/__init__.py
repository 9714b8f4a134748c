"""Schema of the application, in order."""
