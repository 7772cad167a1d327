"""What moves from one instance to another: rows, opened on their way out and sealed again."""
