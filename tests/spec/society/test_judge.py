"""What may be shown at once under a post, and what a moderator sees first."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest

from deqi.exchange.comments import read_comments
from deqi.society.comments import Code, Comment, Decision, EarlierPost, judge
from deqi.society.comments.plain import undisguise
from deqi.society.comments.providers import business_places
from deqi.society.comments.tables import read_help_lines, read_identifiers

FOLDER = Path(__file__).parent
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CONTACT = "Thank you. You find me at 020 7946 0123."
SPOKEN_FOR = (
    "In my view the effect of the visits is small, and time did most of it for our patients."
)


def lines_of(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


def comments_in(name: str) -> list[Comment]:
    rows = map(json.loads, lines_of(name))
    return [Comment(row["id"], row["text"], row["post_title"]) for row in rows]


def codes_of(text: str, **known: object) -> set[Code]:
    return {reason.code for reason in judge(Comment("c", text, **known)).reasons}


def test_at_least_95_of_100_adverts_are_held():
    adverts = comments_in("adverts.jsonl")
    published = [c.text for c in adverts if judge(c).decision is Decision.PUBLISH]
    assert len(adverts) > 250
    assert len(published) <= 0.05 * len(adverts), published


def test_at_most_2_of_100_honest_comments_are_held():
    honest = comments_in("honest.jsonl")
    held = [c.text for c in honest if judge(c).decision is Decision.HOLD]
    assert len(honest) > 350
    assert len(held) <= 0.02 * len(honest), held


@pytest.mark.parametrize(
    ("label", "wrong", "at_most"),
    [("advert", Decision.PUBLISH, 0.05), ("honest", Decision.HOLD, 0.01)],
)
@pytest.mark.parametrize(
    "file", ["judged.jsonl", "judged2.jsonl", "judged3.jsonl", "judged4.jsonl", "judged5.jsonl"]
)
def test_a_set_that_was_once_judged_blind_stays_within_its_bars(file, label, wrong, at_most):
    lines = [line for line in lines_of(file) if json.loads(line)["label"] == label]
    comments = read_comments([line.encode() for line in lines], file)
    misjudged = [c.text for c in comments if judge(c).decision is wrong]
    assert len(comments) > 300
    assert len(misjudged) <= at_most * len(comments), misjudged


@pytest.mark.parametrize("number", lines_of("numbers.txt"))
def test_a_telephone_number_is_found_however_it_is_written(number):
    reasons = judge(Comment("c", f"Lisbon, {number}. Back pain."))
    found = [r.found for r in reasons.reasons if r.code is Code.CONTACT_DETAILS]
    assert found
    assert found[0] in f"Lisbon, {number}."


@pytest.mark.parametrize("kind", read_identifiers())
def test_an_identifier_is_no_telephone_number(kind):
    for example in read_identifiers()[kind][1]:
        assert codes_of(f"Compare {example} with the table.") <= {Code.LINK}, example


@pytest.mark.parametrize("line", read_help_lines(), ids=lambda line: line.number)
def test_a_help_line_may_be_named(line):
    assert not codes_of(f"In distress call {line.number}, day or night.")


def test_a_number_beside_a_help_line_is_still_contact_details():
    assert Code.CONTACT_DETAILS in codes_of("Call 112, or me on 020 7946 0123.")


@pytest.mark.parametrize(
    "address",
    ["me@example.org", "me (at) example (dot) org", "me at gmail dot com", "me[at]yahoo[.]in"],
)
def test_a_mail_address_is_found_however_it_is_written(address):
    assert Code.CONTACT_DETAILS in codes_of(f"Write to {address} please.")


@pytest.mark.parametrize(
    "handle",
    [
        "Telegram: @qi_master",
        "add me on WeChat: backdoc2021",
        "LINE ID: acu.bkk",
        "加微信 lidoctor888",
    ],
)
def test_a_name_on_a_messenger_is_contact_details(handle):
    assert Code.CONTACT_DETAILS in codes_of(f"{handle} any time")


@pytest.mark.parametrize(
    "address",
    ["a.galli (chiocciola) studio-galli . example", "stage.dos arobase poste point example"],
)
def test_a_mail_address_is_found_in_the_words_of_other_languages(address):
    assert Code.CONTACT_DETAILS in codes_of(f"Contact : {address}")


def test_a_register_that_is_named_by_its_site_is_no_mail_address():
    assert not codes_of("It is registered at clinicaltrials.gov, the licence is at euroqol.org.")
    assert codes_of("Mine was registered at needles.example too.") == {Code.LINK}


def test_emergency_numbers_may_stand_side_by_side():
    assert not codes_of("Call 911/112 first, or 112 (911 in the US).")
    assert Code.CONTACT_DETAILS in codes_of("Call 0174/112 55 01 first.")


def test_a_name_beside_a_town_is_a_signboard_unless_it_is_discussed():
    assert codes_of("Dr. Amsel, Graz.") == {Code.PROMOTION}
    assert not codes_of("Dr. Amsel in Graz argued that expectation explains it.")
    assert not codes_of("Kind regards, Dr. Amsel, Graz")


@pytest.mark.parametrize(
    "goods",
    ["20 needles from us, use BACK15.", "Order tramadol online.", "Ich verkaufe Moxa, PN an mich."],
)
def test_who_sells_is_held(goods):
    assert Code.PROMOTION in codes_of(goods)


@pytest.mark.parametrize(
    "talk",
    ["I take tramadol and still wake.", "A visit costs 45 euros here.", "We bill by code M54."],
)
def test_speaking_of_drugs_prices_and_codes_sells_nothing(talk):
    assert not codes_of(talk)


@pytest.mark.parametrize(
    "phrase",
    [
        "I stumbled upon your weblog while surfing.",
        "My web blog :: cheap tyres",
        "Great info, dear admin",
    ],
)
def test_set_phrases_of_programs_are_held(phrase):
    assert Code.PROMOTION in codes_of(phrase)


def test_the_same_words_again_and_again_are_held():
    assert Code.PROMOTION in codes_of("Back pain relief. " * 4 + "We know back pain relief.")
    assert not codes_of("Sham needling is not inert. Sham needling lowers pain in many trials too.")


def test_a_dollar_is_a_price_as_a_euro_is():
    assert Code.PROMOTION in codes_of("Great! Cupping set of 12 + free ebook, $19")
    assert not codes_of("Thanks. Our clinic charges $45 for each visit.")


@pytest.mark.parametrize(
    "talk",
    [
        "My teacher, Dr. Amsel in Graz, never asked for it.",
        "I'm Susan, LAc in Vermont for 22 years.",
        "Hello, I'm the one who asks in Graz.",
        "Very good, thanks.",
        "My English is not so good, I live in Graz.",
        "My name is Ingrid Amsel, I run the back group at the hospital in Graz.",
        "Dr Amsel of Graz, here to listen.",
        "Wear socks when you drop moxa. Ask me how I know.",
        "Superb graphs! The axis starts at 4.",
    ],
)
def test_who_introduces_himself_or_praises_briefly_is_shown(talk):
    assert not codes_of(talk)


def test_a_number_parted_by_a_dot_is_no_decimal():
    assert Code.CONTACT_DETAILS in codes_of("Zero waste needles, (360) 555.0107")
    assert not codes_of("Group means: 360, 555.01 and 0.25.")


def test_a_danish_telephone_number_is_found():
    assert Code.CONTACT_DETAILS in codes_of("Birgit in Aarhus, tlf. 20 00 12 34")


def test_several_usual_words_exchanged_are_spun_and_one_is_not():
    spun = "Numerous individuals discover alleviation of torment without a medical procedure."
    assert codes_of(spun) == {Code.SPUN_TEXT}
    assert not codes_of("I was in agony after the medical procedure.")


@pytest.mark.parametrize(
    "talk",
    ["I remind my patients by WhatsApp.", "@maria I disagree.", "We compared text with paper."],
)
def test_speaking_of_messengers_is_not_contact_details(talk):
    assert not codes_of(talk)


def test_letters_that_look_alike_do_not_hide_an_advert():
    plain = "Nice. Contact Dr. Alan Brook clinic in Reading for booking today"
    hidden = plain.replace("o", "\N{CYRILLIC SMALL LETTER O}").replace("i", "\u0456")
    assert Code.PROMOTION in codes_of(hidden)


@pytest.mark.parametrize("link", ["https://needles.example/a", "www.needles.example", "wa.me/123"])
def test_a_link_to_an_unknown_site_is_held(link):
    assert Code.LINK in codes_of(f"I read it on {link} and wonder.")


@pytest.mark.parametrize(
    "link",
    [
        "https://doi.org/10.1016/j.jpain.2017.11.005", "pubmed.ncbi.nlm.nih.gov/29198932",
        "https://www.nice.org.uk/guidance/ng59", "www.exeter.ac.uk/pain", "g-ba.de",
    ],
)  # fmt: skip
def test_a_link_to_the_literature_or_a_public_body_is_shown(link):
    assert not codes_of(f"I read it on {link} and wonder.")


@pytest.mark.parametrize("words", ["the pain.Today it is gone", "of 5 cm.In the end", "e.g. this"])
def test_a_forgotten_space_is_no_link(words):
    assert Code.LINK not in codes_of(words)


@pytest.mark.parametrize(
    "words",
    [
        "Write to desk@care.example.",
        "See https://www.care.example/rules#3 first.",
        "Forms are at forms.care.example/new",
    ],
)
def test_the_society_s_own_addresses_may_be_named(words):
    assert codes_of(words)
    assert not judge(Comment("c", words), own=["www.care.example"]).reasons


def test_a_single_address_of_the_society_opens_no_whole_host():
    own = ["society@post.example"]
    assert not judge(Comment("c", "Write to society@post.example."), own).reasons
    assert judge(Comment("c", "Write to kim@post.example."), own).reasons


@pytest.mark.parametrize(
    "words",
    [
        "care.example.evil.example/x",
        "https://care.example@evil.example",
        "care.example/kim@evil.example",
        "evil.example/?to=care.example",
        "care.example/02079460123",
    ],
)
def test_the_society_s_own_address_hides_nobody_else_s(words):
    assert judge(Comment("c", f"Look at {words} now."), own=["care.example"]).reasons


@pytest.mark.parametrize("name", ["privacy@site.example.org", "k.lind@pain.ac.uk"])
def test_the_address_of_an_office_or_university_is_nobody_s_advert(name):
    assert Code.CONTACT_DETAILS not in codes_of(f"The form goes to {name} by Monday.")
    assert Code.CONTACT_DETAILS in codes_of("The form goes to booking@site.example.org by Monday.")


def test_the_number_of_an_office_is_no_advert_unless_one_who_treats_is_beside_it():
    assert not codes_of("Call the hospital switchboard, 020 7946 0123.")
    assert not codes_of("Someone rang me from 020 7946 0123 and asked for my card.")
    assert not codes_of("Patients can object to the fund, 020 7946 0123.")
    assert codes_of("Skip the hospital switchboard, my clinic is at 020 7946 0123.")
    assert codes_of("For all back complaints: 020 7946 0123.")


def test_who_is_named_beside_a_town_is_advised_unless_something_is_discussed():
    assert codes_of("A fair text. I know only one who can: Elaine Thurlby in Norwich.")
    assert not codes_of("A fair text. Elaine Thurlby in Norwich measured it in 40 people.")
    assert not codes_of("Hello, I'm Elaine Thurlby, a midwife from Norwich.")


def test_who_says_that_it_did_not_help_praises_nobody():
    praise = "I went to Dr. Amsel in Graz, ten visits."
    assert codes_of(praise)
    assert not codes_of(f"{praise} It did not help and I stopped.")


def test_words_alone_hold_no_comment():
    assert not codes_of("best cheap clinic treatment acupuncture wellness")


def test_an_old_member_is_trusted_with_a_link():
    known = {"member": True, "posted_at": NOW, "account_created_at": NOW - timedelta(days=366)}
    text = "I read it on https://needles.example/a and wonder."
    assert codes_of(text) == {Code.LINK}
    assert not codes_of(text, **known)
    assert codes_of(text, **{**known, "account_created_at": NOW - timedelta(days=300)})
    assert codes_of(text, **{**known, "member": False})


def test_nobody_is_trusted_with_contact_details_or_promotion():
    known = {"member": True, "posted_at": NOW, "account_created_at": NOW - timedelta(days=3000)}
    assert codes_of(CONTACT, **known) == {Code.CONTACT_DETAILS}
    advert = "Nice post. Dr. Amsel in Graz cured my back, highly recommended!"
    assert codes_of(advert, **known) == {Code.PROMOTION}


def test_text_that_was_posted_before_is_held():
    earlier = (EarlierPost(SPOKEN_FOR),)
    assert codes_of(SPOKEN_FOR, earlier_posts=earlier) == {Code.COPIED_TEXT}
    assert codes_of(f"Hello all. {SPOKEN_FOR}", earlier_posts=earlier) == {Code.COPIED_TEXT}
    assert not codes_of(SPOKEN_FOR)


def test_thanks_may_be_said_twice():
    assert not codes_of(
        "Thank you for this page.", earlier_posts=(EarlierPost("Thank you for this page."),)
    )


def test_an_earlier_post_with_its_words_exchanged_is_spun():
    old = "The doctor said that I should rest for a week and then come to her with a diary of it."
    new = (
        "The medic claimed that I should pause for a month and then return to her with a log of it."
    )
    assert codes_of(new, earlier_posts=(EarlierPost(old),)) == {Code.SPUN_TEXT}


def test_the_same_praise_in_other_words_is_spun_in_any_language():
    old = "Ein wirklich super Artikel, der mir sehr geholfen hat. Jeder sollte das lesen."
    new = "Ein wirklich toller Beitrag, der mir sehr weitergeholfen hat. Jeder sollte das lesen."
    assert Code.SPUN_TEXT in codes_of(new, earlier_posts=(EarlierPost(old),))


def test_a_question_that_is_asked_again_is_not_spun():
    old = EarlierPost("Which MCID do you use for people over 80?", NOW - timedelta(minutes=30))
    again = "Posting again because the first one seems to be lost: which MCID for people over 80?"
    assert not codes_of(again, posted_at=NOW, earlier_posts=(old,))


@pytest.mark.parametrize(("days", "is_held"), [(2, True), (4, False)])
def test_a_diary_in_the_same_words_is_reworded_only_within_days(days, is_held):
    old = "Monday again: it hurt in the morning, I walked to the lake and slept all night."
    new = "Friday again: it hurt in the evening, I walked to the shop and slept all night."
    earlier = (EarlierPost(old, NOW - timedelta(days=days)),)
    assert bool(codes_of(new, posted_at=NOW, earlier_posts=earlier)) is is_held


def test_a_diary_with_new_numbers_copies_nothing():
    old = EarlierPost("Day 3: walked 15 min, pain 5, slept well in the new bed, no pills.")
    new = "Day 4: walked 22 min, pain 5, slept badly in the new bed, no pills."
    assert not codes_of(new, earlier_posts=(old,))


def test_who_keeps_order_may_say_the_same_on_one_day():
    notice = 'Off-topic, moved to the thread "Website and membership".'
    assert not codes_of(notice, earlier_posts=(EarlierPost(notice),))
    assert Code.CONTACT_DETAILS in codes_of(f"{notice} 020 7946 0123")


@pytest.mark.parametrize(("days", "is_held"), [(13, True), (15, False)])
def test_a_notice_may_come_again_after_a_fortnight(days, is_held):
    notice = EarlierPost(SPOKEN_FOR, NOW - timedelta(days=days))
    assert bool(codes_of(SPOKEN_FOR, posted_at=NOW, earlier_posts=(notice,))) is is_held


PRAISE = "Lovely article, well done."


@pytest.mark.parametrize(("minutes", "is_held"), [(1, True), (9, True), (11, False)])
def test_an_account_made_minutes_ago_that_only_praises_is_held(minutes, is_held):
    made = NOW - timedelta(minutes=minutes)
    found = codes_of(PRAISE, posted_at=NOW, account_created_at=made)
    assert found == ({Code.POSTS_FAST} if is_held else set())


@pytest.mark.parametrize(
    "words",
    [
        "Thank you for this honest report, especially the part on the flare in week nine.",
        "Registered just to ask: what is the risk with a needle of 75 mm?",
        "Thank you, sent it to my father.",
        "Hi. Patient, sceptic, Glasgow. My wife sent me here.",
        "Great, thanks!",
    ],
)
def test_a_new_member_who_has_something_to_say_is_shown(words):
    known = {"posted_at": NOW, "account_created_at": NOW - timedelta(minutes=1)}
    assert not codes_of(words, **known)


def test_praise_for_the_second_time_within_minutes_is_held():
    before = "Nice article, thank you."
    minutes, a_day = ((EarlierPost(before, NOW - timedelta(minutes=m)),) for m in (5, 1440))
    assert codes_of(PRAISE, posted_at=NOW, earlier_posts=minutes) == {Code.POSTS_FAST}
    assert not codes_of(PRAISE, posted_at=NOW, earlier_posts=a_day)


@pytest.mark.parametrize(
    "number", ["020\u30fb7946\u30fb0123", "213 fivefivefive 0187", "(360) 555 .0107"]
)
def test_odd_signs_and_words_between_digits_hide_no_number(number):
    assert Code.CONTACT_DETAILS in codes_of(f"Thanks. {number} in the mornings")


def test_odd_synonyms_of_usual_terms_are_spun():
    assert codes_of("Needle therapy against incessant torment of the bring down back.") == {
        Code.SPUN_TEXT
    }


def test_a_new_account_that_posts_fast_is_held():
    burst = tuple(EarlierPost("Nice.", NOW - timedelta(minutes=m)) for m in (5, 20))
    new = {"posted_at": NOW, "account_created_at": NOW - timedelta(days=2)}
    assert codes_of("Thanks.", earlier_posts=burst, **new) == {Code.POSTS_FAST}
    assert not codes_of("Thanks.", earlier_posts=burst[:1], **new)
    old = {**new, "account_created_at": NOW - timedelta(days=8)}
    assert not codes_of("Thanks.", earlier_posts=burst, **old)


def test_what_is_not_known_gives_no_reason():
    burst = tuple(EarlierPost("Nice.", NOW - timedelta(minutes=m)) for m in (5, 20))
    assert not codes_of("Thanks.", earlier_posts=burst, posted_at=NOW)
    assert not codes_of("Thanks.", earlier_posts=burst, account_created_at=NOW)


def test_a_person_whom_the_title_names_is_nothing_special():
    text = "Dr. Amsel cured my back."
    assert judge(Comment("c", text, "How many visits?")).decision is Decision.HOLD
    assert judge(Comment("c", text, "Dr. Amsel retires")).decision is Decision.PUBLISH


# A clinic's name was looked for in every way to divide such a text: half a minute. Each takes
# hundredths of a second now, so the bound holds on any machine.
@pytest.mark.parametrize("piece", ["\u0130'\u200b", "&Aa'", "a'Aa_", "a", "Aa ", "Aa of "])
def test_no_text_holds_the_judge_up(piece):
    text = (piece * 5000)[:5000]
    began_s = process_time()
    judge(Comment("1", text))
    assert process_time() - began_s < 2


@pytest.mark.parametrize("name", ["Smith-Clinic", "Needle of Leeds Clinic", "Spine & Neck Clinic"])
def test_a_clinic_is_found_with_all_the_words_of_its_name(name):
    plain = undisguise(f"I was at {name} in May.")
    assert [plain.piece(*place) for place in business_places(plain)] == [name]
