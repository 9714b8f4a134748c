"""ESSor: the catalogue of funding, accompaniment and calls for projects."""
