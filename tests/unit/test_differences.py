"""What changed between two versions of a text is told, however long and dull the text."""

from __future__ import annotations

from time import process_time

from deqi.society.differences import Change, Line, differences


def test_the_same_text_has_no_changes():
    assert not list(differences("a\nb", "a\nb"))


def test_a_change_among_thousands_of_equal_lines_is_told_at_once():
    began_s = process_time()
    changes = list(differences("a\n" * 30_000, "a\n" * 29_999 + "b\n"))
    # It took two minutes when each line was held against each; now hundredths of a second.
    assert process_time() - began_s < 5
    assert Line(Change.ADDED, "b") in changes


def test_every_line_of_a_long_text_that_changed_wholly_is_told():
    old, new = "old\n" * 3000, "new\n" * 3000
    changed = [line.change for line in differences(old, new)]
    assert changed.count(Change.TAKEN_OUT) == changed.count(Change.ADDED) == 3000
