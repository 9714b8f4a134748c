"""The test suite; its harness is in `tests/harness/`."""
