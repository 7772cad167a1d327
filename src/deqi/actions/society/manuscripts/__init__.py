"""What authors, editors and reviewers do with a manuscript."""
