"""The slot of a sponsor."""
