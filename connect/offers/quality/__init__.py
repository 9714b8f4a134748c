"""Quality of the catalogue: faults with a proposed fix, completeness, double entries.

`snapshot` reads offers, `detectors` and `duplicates` judge them without touching the database, `inspecting`
keeps what they found in the table `Finding`, `fixing` lets a person settle one.
"""
