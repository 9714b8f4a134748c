"""Figures of speed, as ratios within one run: absolute times of a shared machine say little."""
