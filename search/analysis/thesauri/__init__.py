"""Hold what people call the same things: one file for each language, data only."""
