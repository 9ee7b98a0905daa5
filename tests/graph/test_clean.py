"""Cleaning: which stretches of a saved page are read, and where the title and the date come from."""

from __future__ import annotations

import pytest

from cablegraph.clean import clean, paragraphs
from cablegraph.dates import find_date, parse_date
from cablegraph.model import Article, BlockKind

PAGE = """Accessibility links

Home   World   Business   Video

Ministers agree on border talks after long night

Thursday, 5 Mar 2009

The two foreign ministers shake hands at the end of the meeting in Vienna. (PRESSPOOL/Ann Lee)

By Jan Brandt and Mia Roe

VIENNA (Harbour Press) - The foreign ministers of the two countries agreed on Thursday to open talks about the border.

"We want peace," the minister said.

The talks will begin in April and will be led by the United Nations, which welcomed the step at once.

(Reporting by Jan Brandt; Editing by Al Fox)

Article type: metered
User Status:

More from World
President rejects plan for new tax on sugar
Why is the bridge still closed?
Minister accuses rival of plotting against him
"""


def blocks(text: str) -> list[tuple[str, str]]:
    article = clean(Article(document="d", text=text))
    return [(b.kind.value, article.text[b.start : b.end]) for b in article.blocks]


def test_furniture_is_left_out_and_the_rest_is_named() -> None:
    assert blocks(PAGE) == [
        ("headline", "Ministers agree on border talks after long night"),
        ("caption", "The two foreign ministers shake hands at the end of the meeting in Vienna."),
        (
            "body",
            "The foreign ministers of the two countries agreed on Thursday to open talks about the border.",
        ),
        ("body", '"We want peace," the minister said.'),
        (
            "body",
            "The talks will begin in April and will be led by the United Nations, which welcomed the step at once.",
        ),
    ]


def test_title_and_date_come_from_the_page() -> None:
    article = clean(Article(document="d", text=PAGE))
    assert article.title == "Ministers agree on border talks after long night"
    assert str(article.date) == "2009-03-05"


def test_what_the_input_says_wins() -> None:
    given = Article(document="d", text=PAGE, title="Another title", date=parse_date("1999-01-02"))
    article = clean(given)
    assert article.title == "Another title"
    assert str(article.date) == "1999-01-02"


def test_the_text_is_never_changed() -> None:
    assert clean(Article(document="d", text=PAGE)).text == PAGE


DATELINES = [
    "BEIJING (Reuters) - The ministry said it would sign the treaty before the end of the year in Geneva.",
    "WASHINGTON, July 14 (AP) — The ministry said it would sign the treaty before the end of the year.",
    "UNITED NATIONS — The ministry said it would sign the treaty before the end of the year in Geneva.",
    "ISTANBUL, July 19, 2023 - The ministry said it would sign the treaty before the end of the year.",
    "PORT-AU-PRINCE, Haiti -- The ministry said it would sign the treaty before the end of the year.",
    "COLOMBO, February 23, 2002: The ministry said it would sign the treaty before the end of the year.",
    "FREETOWN, 8 July (Press Bulletin) - The ministry said it would sign the treaty before the end of the year.",
    "Ouagadougou, Oct 31, 2014 (Sahel News) - The ministry said it would sign the treaty before the end of the year.",
]


@pytest.mark.parametrize("text", DATELINES)
def test_a_dateline_is_no_part_of_the_sentence(text: str) -> None:
    [(kind, body)] = blocks(text)
    assert kind == "body"
    assert body.startswith("The ministry said")


def test_a_dash_inside_a_sentence_is_no_dateline() -> None:
    text = "NATO allies - all but one - said that they would sign the treaty before the end of the year."
    assert blocks(text) == [("body", text)]


def test_wrapped_lines_are_one_paragraph_and_list_lines_are_not() -> None:
    wrapped = "The government said on Monday that it would not sign the\ntreaty before the end of the year, and that it\nwanted more time."
    assert len(paragraphs(wrapped)) == 1
    listed = "President rejects plan for new tax on sugar\nMinister accuses rival of plotting against him\nJudges uphold ban"
    assert len(paragraphs(listed)) == 3


def test_dash_items_complete_the_sentence_above() -> None:
    text = "In a joint declaration, the countries that signed\n\n- recognise the court;\n\n- and reject the veto."
    assert [p.text for p in paragraphs(text)] == [text]


def test_a_signature_over_a_statement_is_kept() -> None:
    text = "Ann Lee, Department Spokesperson\n\nThe United States condemns the attack that was made on the airport this morning."
    assert [kind for kind, _ in blocks(text)] == [BlockKind.BYLINE.value, BlockKind.BODY.value]


def test_a_single_short_sentence_is_prose_and_no_headline() -> None:
    assert blocks("China opposes the new sanctions.") == [("body", "China opposes the new sanctions.")]


DATES = [
    ("2006-03-23", "2006-03-23"),
    ("2006-03-23T10:00:00+01:00", "2006-03-23"),
    ("Thursday, 23 Mar 2006", "2006-03-23"),
    ("March 23, 2006", "2006-03-23"),
    ("Dec. 26, 2018", "2018-12-26"),
    ("14th of July 2015", "2015-07-14"),
    ("1612GMT 30-09-04", "2004-09-30"),
    ("31 February 2010", None),
    ("2010-13-45", None),
    ("yesterday", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates(text: str, expected: str | None) -> None:
    day = parse_date(text)
    assert (day.isoformat() if day is not None else None) == expected


def test_the_first_date_wins() -> None:
    found = find_date("signed on 14 July 2015, adopted on 2 May 2014")
    assert found is not None and found[0].isoformat() == "2015-07-14"


HOSTILE = [
    "A" * 200_000,
    "A " * 100_000,
    ", " * 100_000,
    "(" * 100_000,
    "- " * 100_000,
    "\n" * 100_000,
    "1" * 200_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: t[:2])
def test_hostile_text_ends(text: str) -> None:
    assert clean(Article(document="d", text=text)).text == text


STORY = """The two foreign ministers of the region agreed on Thursday to open talks about the border.

{between}

The opposition condemned the agreement on Friday and asked for a vote in parliament on it.
"""

SECTIONS = [
    "Also in this section\nMinister accuses rival of plotting.\nPresident rejects plan for a tax on sugar.",
    "ELSEWHERE: Minister accuses rival of plotting against him. President rejects plan for a new tax on sugar.",
    "More from Asia: Minister accuses rival of plotting against him; President rejects plan for a tax on sugar.",
    "Minister accuses rival of plotting against him / President rejects plan for a new tax on sugar / Bridge over the"
    " river is still closed after the flood of last winter",
    "Minister accuses rival of plotting...\nPresident rejects plan for a new tax...",
]


@pytest.mark.parametrize("section", SECTIONS)
def test_news_of_other_articles_is_left_out_up_to_the_next_paragraph(section: str) -> None:
    found = [text[:20] for _, text in blocks(STORY.format(between=section))]
    assert found == ["The two foreign mini", "The opposition conde"]


@pytest.mark.parametrize(
    "sentence", ["Also in Geneva, envoys met.", "Elsewhere, protesters burned tyres in the square."]
)
def test_a_sentence_may_start_like_a_heading(sentence: str) -> None:
    assert ("body", sentence) in blocks(STORY.format(between=sentence))


CABINET = """The Prime Minister named his first cabinet on Wednesday, and it has five members of the smaller party.

The main appointments are:

Defence Secretary: Liam Fox (Conservative)
Energy and Climate Change Secretary: Chris Huhne (Liberal Democrat)
* Transport Secretary – Philip Hammond

Ann Berg (Green Party): 400 votes
Jo van der Lee (Labour) – 31.2%

{lone}
"""


@pytest.mark.parametrize(
    "lone",
    ["Press Secretary: Ann Berg", "SECRETARY BERG: Thank You", "Photos: Ann Berg", "Author: Jan Brandt"],
)
def test_lines_of_a_list_of_posts_are_read_and_a_lone_one_is_not(lone: str) -> None:
    read = [text for _, text in blocks(CABINET.format(lone=lone))]
    assert "Defence Secretary: Liam Fox (Conservative)" in read
    assert "* Transport Secretary – Philip Hammond" in read
    assert "Ann Berg (Green Party): 400 votes" in read
    assert lone not in read


def test_fields_of_a_page_are_no_list_of_posts() -> None:
    fields = "Author: Jan Brandt\nEditor: Mia Roe\nSource: Harbour Press"
    assert all("Mia Roe" not in text for _, text in blocks(CABINET.format(lone=fields)))
