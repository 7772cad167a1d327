"""Posts: reading, looking for and writing them; the people who write."""
