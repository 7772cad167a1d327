"""What a member's Markdown may become, and what it may not."""

from __future__ import annotations

import pytest

from deqi.society.markdown import anchors_of, plain_text, render_markdown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<img src=x onerror="alert(1)">',
        '![x](picture:1 "a\\" onerror=\\"alert(1)")',
        "<style>body{display:none}</style>",
        '<a href="https://a.example" onclick="x">y</a>',
        "<svg/onload=alert(1)>",
        "|a|\n|:-:|\n|b|",  # the parser aligns with a style attribute
    ],
)
def test_nothing_in_a_text_runs_or_styles_the_page(text):
    page = render_markdown(text, {"1": "/pictures/1/"})
    for forbidden in ("<script", "<style", "<svg", " style=", 'href="javascript', 'href="data'):
        assert forbidden not in page
    assert not [tag for tag in page.split("<")[1:] if " on" in tag.split(">")[0].split('"')[0::2]]


def test_a_picture_is_shown_only_when_it_was_handed_in():
    page = render_markdown("![A](picture:1) ![B](picture:2)", {"1": "/pictures/1/"})
    assert '<img src="/pictures/1/" alt="A">' in page
    assert "[B]" in page


def test_a_link_gives_no_rank_away():
    assert 'rel="nofollow ugc noopener"' in render_markdown("[x](https://a.example)")


def test_headings_begin_below_the_pages_own_and_have_different_anchors():
    assert render_markdown("# Aim\n\n# Aim").count("<h2 id=") == 2
    assert list(anchors_of("# Aim\n\n# Aim")) == ["text-aim", "text-aim-2"]


def test_a_number_in_brackets_leads_to_its_reference_and_others_stay():
    page = render_markdown("Known [1], not [3].", n_references=2)
    assert 'href="#ref-1"' in page
    assert "[3]" in page


def test_a_column_of_numbers_is_aligned_by_a_class():
    page = render_markdown("|a|b|\n|-|-:|\n|1|2|")
    assert '<td class="n">2</td>' in page
    assert "<td>1</td>" in page


def test_words_of_a_text_come_without_marks():
    assert plain_text("## A\n\n- *b*\n- ![c](picture:1)\n\n`d`") == "A b c d"
