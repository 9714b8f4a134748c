"""« Toujours exact »: what one signed page shows, and what is said through it."""
