"""What a doctor sees, by a link."""
