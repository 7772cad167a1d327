"""What the society's pages ask the database for."""
