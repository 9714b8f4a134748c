"""The staff's page of visits: what is read, what is not."""
