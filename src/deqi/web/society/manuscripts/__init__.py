"""Manuscripts: handing in, reviewing, publishing."""
