"""Taking in a patient: identity, episode, screening, first scores."""
