"""Lets tests with several connections empty the database, audit and all."""
