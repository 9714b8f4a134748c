"""Public pages of the catalogue. Structures and entities are shown here too: their pages list offers."""
