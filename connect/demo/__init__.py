"""The demonstration: its data, its users, its banner and its mailbox."""
