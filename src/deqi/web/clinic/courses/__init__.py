"""Today's list and the answer on one course."""
