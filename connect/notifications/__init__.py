"""One ledger for everything that is sent to persons."""
