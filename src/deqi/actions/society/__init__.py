"""What members, moderators and editors of the society do."""
