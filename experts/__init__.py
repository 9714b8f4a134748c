"""The directory of experts: persons, what they know and how to call on them."""
