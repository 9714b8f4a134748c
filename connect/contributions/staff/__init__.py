"""Where the chamber decides proposals."""
