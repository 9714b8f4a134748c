"""Settings of ESSor Connect: `base` for every real use, `testing` for the suite.

This package imports nothing, so that `testing` can set its environment before `base` reads it.
"""
