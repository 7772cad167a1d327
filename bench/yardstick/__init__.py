"""Slow ways to the same answers, written apart from the program, to judge it by."""
