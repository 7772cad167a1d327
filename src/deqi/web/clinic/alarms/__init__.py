"""What patients reported as new or alarming, and what came of it."""
