"""Where in the text an item of a checklist is answered: a heading, or words that stand there."""

from __future__ import annotations

from deqi.society.markdown import anchors_of, plain_text

NOT_APPLICABLE = "n/a"


def find_pointer(body: str, pointer: str) -> str | None:
    """The anchor that a pointer leads to, empty for a quotation or "n/a"; None if it leads nowhere.

    Parameters
    ----------
    pointer : the words of a heading, an anchor, "n/a" with or without its reason, or words of the
        text.

    Examples
    --------
    >>> body = "# Needling\\n\\nBoth sides, 20 mm deep."
    >>> find_pointer(body, "Needling"), find_pointer(body, "20 mm deep")
    ('text-needling', '')
    >>> find_pointer(body, "30 mm deep") is None
    True
    """
    wanted = " ".join(pointer.split()).casefold()
    if wanted.startswith(NOT_APPLICABLE):
        return ""
    for anchor, words in anchors_of(body).items():
        if wanted in (anchor, " ".join(words.split()).casefold()):
            return anchor
    is_quoted = bool(wanted) and wanted.strip('"\u201c\u201d') in plain_text(body).casefold()
    return "" if is_quoted else None
