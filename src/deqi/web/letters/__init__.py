"""E-mail: its words, its way out, and what its links do."""
