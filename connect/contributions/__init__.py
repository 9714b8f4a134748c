"""« Mes fiches »: what members of a structure write, proposed to the chamber before the public sees it."""
