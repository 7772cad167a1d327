"""The front page, the documents, and how one becomes a member."""
