"""Import of the ESSor catalogue from its CSV files: read, check, merge, report."""
