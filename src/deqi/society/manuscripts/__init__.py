"""Manuscripts without the web: which moves there are, who wrote one, and how it is cited."""
