"""Reporting what is wrong, and the moderators' answers."""
