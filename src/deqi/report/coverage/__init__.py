"""Coverage as words, tables and JSON."""
