"""A register that an office keeps as a table, taken in: matched, compared, stored, and told row by row."""
