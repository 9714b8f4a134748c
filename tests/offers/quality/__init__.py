"""Tests of the quality of the catalogue: what is a fault, what is missing, what stands twice."""
