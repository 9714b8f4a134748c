"""The sheets that members write: their questions, their values, how two versions differ."""
