"""What the made-up members wrote; the cases in it are made up as well."""

from __future__ import annotations

from dataclasses import dataclass

PRACTITIONER, MODERATOR, AUTHOR = "Imogen Ashgrove", "Henrike Solbakken", "Lucinda Farrowby"
REVIEWER, NEWCOMER = "Matthias Ruud", "Joss Tremayne"


@dataclass(frozen=True, slots=True)
class Said:
    """A comment."""

    by: str
    words: str
    hours_ago: int


@dataclass(frozen=True, slots=True)
class Written:
    """A post with its comments."""

    author: str
    kind: str
    title: str
    summary: str
    body: str
    tags: tuple[str, ...]
    days_ago: int
    comments: tuple[Said, ...] = ()
    references: str = ""


POSTS = (
    Written(
        AUTHOR,
        "article",
        "Two weeks of diary before the first needle",
        "Why we ask people to write before we treat, and what it costs them.",
        "# What we do\n\nWe ask for one number an evening, for two weeks, before the first visit. "
        "Most people do it when they hear why: pain brings them to us when it is worst, and much "
        "of that would have passed by itself.\n\n# What it costs\n\nTwo weeks of waiting. Whoever "
        "is in an acute flare does not wait; then we say that we will not know what the visits "
        "did.\n\n> A gap in a diary is not filled in.",
        ("diary", "run-in"),
        20,
        (
            Said(PRACTITIONER, "We do the same, with one week for people who travel far. How many "
                 "give up during the two weeks?", 300),
            Said(AUTHOR, "About one in ten. Those who stay write more evenly later on.", 290),
            Said(NEWCOMER, "Great post, thank you! Everybody with back pain should visit Sunrise "
                 "Acupuncture Clinic in Springfield, call 555 010 0199 for an appointment.", 20),
        ),
    ),
    Written(
        REVIEWER,
        "question",
        "How do you ask about expectation without steering it?",
        "The number before the first visit matters. The way of asking may change it.",
        "Before the first visit I ask how much relief somebody expects, from 0 to 10. Some look at "
        "my face before they answer.\n\n- Do you ask on paper?\n- Before or after the explanation?",
        ("expectation",),
        9,
        (
            Said(PRACTITIONER, "On paper, in the waiting room, before anybody explains anything.",
                 150),
            Said(MODERATOR, "In the diary itself, the evening before. Then I am not there.", 120),
            Said(NEWCOMER, "Very informative. Dr Example of Riverside Pain Centre, Springfield, is "
                 "the best, book your treatment now at www.example.com or 555 010 0142.", 8),
        ),
    ),
    Written(
        PRACTITIONER,
        "case_report",
        "A course that got better in the weeks without visits",
        "Made up for the demonstration: pain fell as fast in a holiday as before it.",
        "# The course\n\nSix visits in three weeks, then three weeks of holiday. Pain fell from 7 "
        "to 5 with the visits, and to 3 without them.\n\n| weeks | visits | pain at the end |\n"
        "|---|---:|---:|\n| 1 to 3 | 6 | 5 |\n| 4 to 6 | 0 | 3 |\n\n# What we said\n\nThat it may "
        "have gone that way by itself, and that we would see each other again if it came back.",
        ("natural-course", "stopping"),
        3,
        (
            Said(AUTHOR, "Thank you for telling one of these. They are the courses I learn from.",
                 40),
            Said(NEWCOMER, "Nice article. Contact our clinic in Springfield for the best "
                 "acupuncture offers, WhatsApp 555 010 0177, 20 % off this week.", 3),
        ),
    ),
)  # fmt: skip

CASE_TITLE = "Relief that builds up over ten visits: a case report"
CASE_ABSTRACT = (
    "A made-up case. Pain fell slowly over ten visits and stayed low for five weeks after the last."
)
CASE_BODY = """# Patient

Somebody in the forties with pain of the low back for two years.

# What was done

Ten visits in six weeks, both sides, 20 mm deep, needles left for 30 minutes.

# Outcome

The weekly mean fell from 6.8 to 3.1. There was no run-in, so what would have come without visits is
not known.

# Consent

The person is made up and could not be asked.
"""
TO_AUTHOR = (
    "Clear and honest about the missing run-in. Please say who wrote the diary, and how often."
)
TO_EDITOR = "I would take it after that change."
