"""Pages of contributions for persons with an account."""
