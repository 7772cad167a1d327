"""Hosts of public bodies and universities, known by how they end."""

from __future__ import annotations

_PUBLIC = frozenset({"gov", "edu", "int", "mil", "ac", "gob", "gouv", "govt", "nhs", "go"})


def is_public(host: str) -> bool:
    """Whether a host is of a public body or university by its ending.

    >>> is_public("exeter.ac.uk"), is_public("ac.uk.example")
    (True, False)
    """
    labels = host.lower().split(".")
    is_national = len(labels) > 2 and len(labels[-1]) == 2
    return labels[-1] in _PUBLIC or (is_national and labels[-2] in _PUBLIC)
