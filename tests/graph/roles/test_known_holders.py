"""Whose a bare office is, where only the list of holders can tell, and where it must keep quiet."""

from __future__ import annotations

import datetime
from functools import cache

import pytest

from cablegraph.annotate import Annotator, load_model
from cablegraph.extract.roles import extract_roles
from cablegraph.model import Article, Block, BlockKind, Mention
from cablegraph.spotting.spot import Spotter
from cablegraph_ontology import lexicon
from cablegraph_ontology.relations import RoleClaim


@cache
def annotator() -> Annotator:
    nlp = load_model()
    return Annotator(nlp, Spotter(nlp, lexicon.default()))


def roles(text: str, year: int | None) -> dict[str, RoleClaim[Mention]]:
    """Return the role claims of a one-paragraph article of a year by the words that name the person."""
    date = datetime.date(year, 6, 1) if year is not None else None
    article = Article(document="case", text=text, date=date, blocks=(Block(0, len(text), BlockKind.BODY),))
    return {c.person.text: c for c in extract_roles(annotator().annotate_one(article), lexicon.default())}


KNOWN = [
    (2003, "India said it was ready for talks after President Musharraf called for a truce.", "Musharraf", "PAK"),
    (2006, "President Pervez Musharraf met Indian officials in New Delhi.", "Pervez Musharraf", "PAK"),
    (2014, "Israel welcomed the visit, and President Obama said so on Monday.", "Obama", "USA"),
    (2022, "Prime Minister Kishida spoke to reporters in Berlin.", "Kishida", "JPN"),
    (2022, "We just came from seeing Prime Minister Abe, who is out of office in Japan.", "Abe", "JPN"),
    (2012, "Foreign Minister Sergei Lavrov told Syrian officials that he would come.", "Sergei Lavrov", "RUS"),
    (2010, "Chancellor Merkel and the Greek government agreed on a plan.", "Merkel", "DEU"),
    (2019, "President Xi will travel to Pyongyang, North Korean media said.", "Xi", "CHN"),
    (2021, "In Paris, Secretary Blinken met French officials.", "Blinken", "USA"),
    (2011, "King Abdullah of the Saudi royal house and Jordan were not mentioned.", "Abdullah", "SAU"),
    (2006, "Former President Saddam Hussein listened as Kuwaiti witnesses spoke.", "Saddam Hussein", "IRQ"),
    (2001, "Berlin saw President Reagan's words as proof of the wish of the United States.", "Reagan", "USA"),
    (1990, "President Francois Mitterand gave a welcome to South African leader F.W. de Klerk.",
     "Francois Mitterand", "FRA"),
    (None, "President Bush has threatened further action against Russia.", "Bush", "USA"),
    (None, "President Vladimir Putin met Turkish officials.", "Vladimir Putin", "RUS"),
]  # fmt: skip

BODIES = [
    (
        2022,
        "President von der Leyen met Ukrainian officials in Kyiv.",
        "von der Leyen",
        "european-commission",
    ),
    (2023, "In Tehran, Director General Grossi spoke of progress.", "Grossi", "iaea"),
    (2005, "Secretary-General Kofi Annan urged Sudan to act.", "Kofi Annan", "united-nations"),
    (2022, "Iranian media quoted High Representative Josep Borrell.", "Josep Borrell", "european-union"),
]

NOT_BY_LIST = [
    (1970, "Kenyan farmers heard President Musharraf Otieno of the union.", "too early"),
    (2021, "The Kenyan President Uhuru Kenyatta spoke.", "the words name the country"),
    (2015, "Police said that actor John Kerry was there with German friends.", "no office"),
    (2012, "The firm named President Sandra Mueller to its board.", "nobody of that name"),
    (2019, "President Obama of the debating club in Nairobi spoke.", "out of office for two years"),
    (2022, "American climate envoys came, and Secretary Kerry will speak in Egypt.", "secretary until 2017"),
    (2004, "King Abdullah spoke to reporters.", "two kings of that name, and no country is named"),
]


@pytest.mark.parametrize(("year", "text", "person", "country"), KNOWN)
def test_country_of_known_holder(year: int | None, text: str, person: str, country: str) -> None:
    claim = roles(text, year)[person]
    assert claim.country is not None
    assert claim.country.key == country


@pytest.mark.parametrize(("year", "text", "person", "body"), BODIES)
def test_body_of_known_holder(year: int, text: str, person: str, body: str) -> None:
    claim = roles(text, year)[person]
    assert claim.agency is not None
    assert (claim.agency.key, claim.country) == (body, None)


@pytest.mark.parametrize(("year", "text", "why"), NOT_BY_LIST)
def test_list_keeps_quiet(year: int, text: str, why: str) -> None:
    assert not [c for c in roles(text, year).values() if c.rule.endswith("_by_known_holder")], why


def test_words_of_article_win() -> None:
    claim = roles("Zambian President Emmanuel Macron, the namesake, spoke in Lusaka.", 2020)[
        "Emmanuel Macron"
    ]
    assert claim.country is not None
    assert claim.country.key == "ZMB"


@pytest.mark.parametrize(
    ("text", "year", "name"),
    [
        ("Singer Kate Bush spoke. President Bush of the United States listened.", 2003, "Bush"),
        ("Candidate George Bush spoke to Americans. President Bush won.", 2003, "George Bush"),
        ("Ana Bush won the Kenyan vote. President Bush spoke in Nairobi.", 2003, "Ana Bush"),
        ("Singer Kate Bush spoke. President Bush of the United States listened.", 2020, "Kate Bush"),
    ],
)
def test_title_tells_namesakes_apart(text: str, year: int, name: str) -> None:
    claim = roles(text, year)["Bush"]
    assert claim.person.name == name


def test_president_of_a_club_is_no_head_of_state() -> None:
    found = roles("In Washington the club's president, Bush, spoke to Americans.", 2003)
    assert not [c for c in found.values() if c.rule.endswith("_by_known_holder")]


def test_name_in_another_script_is_read() -> None:
    assert (
        roles("President \u4e60\u8fd1\u5e73 and President \u0410 spoke to Chinese reporters.", 2020)
        is not None
    )


def test_claim_says_that_the_list_decided() -> None:
    claim = roles("President Musharraf spoke to Indian reporters.", 2003)["Musharraf"]
    assert claim.rule == "title_before_name_by_known_holder"
    assert 0.6 <= claim.confidence < 0.95  # never as sure as its 89 of 89 in articles that were in view
