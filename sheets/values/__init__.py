"""Cells of one kind each: what they say, or that they cannot be used."""
