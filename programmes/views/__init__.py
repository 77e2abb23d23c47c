"""The pages of a municipality, its programmes and its people."""
