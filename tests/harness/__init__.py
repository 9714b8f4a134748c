"""What makes the suite hostile: each module refuses one kind of carelessness."""
