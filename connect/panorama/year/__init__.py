"""A structure's year: what its sheets brought, as a document and as a file."""
