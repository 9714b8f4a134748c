"""Template tags of the toolbox."""
