"""Commands of the structures and of the vocabularies they share."""
