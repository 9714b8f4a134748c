"""Port: what awaits a person of the chamber, gathered on one page (« la page du lundi »)."""
