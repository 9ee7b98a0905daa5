"""Which country or body a role gets that its own words do not name, and which not."""

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


def roles(text: str) -> list[RoleClaim[Mention]]:
    article = Article(
        document="case",
        text=text,
        date=datetime.date(2012, 6, 1),
        blocks=(Block(0, len(text), BlockKind.BODY),),
    )
    return extract_roles(annotator().annotate_one(article), lexicon.default())


COUNTRIES = [
    ("It met with Paraguayan Foreign Minister Luis Sosa; with Panamanian President Juan Paz and Acting Foreign"
     " Minister Dayra Carrizo.", "Dayra Carrizo", "PAN"),
    ("She met the Amir of Kuwait and the Speaker of the National Assembly Sheikh Marzouq al Ghanem.",
     "Marzouq al Ghanem", "KWT"),
    ("Kenya votes on Monday. Ezra Chiloba, chief executive of the Electoral Commission, spoke.",
     "Ezra Chiloba", "KEN"),
    ("In Paris, Deputy Secretary Wendy Sherman praised the French minister.", "Wendy Sherman", "USA"),
    ("U.S. Special Representative for the DPRK Ambassador Sung Lee will travel to Hawaii.", "Sung Lee", "USA"),
    ("Mexican Foreign Secretary Juan Soto came. He left.", "Juan Soto", "MEX"),
    ("Paul Adams, police chief of Lagos, spoke.", "Paul Adams", "NGA"),
    ("The governor of Kandahar province, Asadullah Khalid, spoke.", "Asadullah Khalid", "AFG"),
    ("Taipei lit its lamps on Sunday. City mayor Hau Lung-bin spoke.", "Hau Lung-bin", "TWN"),
]  # fmt: skip

WITHOUT_COUNTRY = [
    ("Kenya votes on Monday. Anna Koch, head of the Refugee Forum, spoke.", "Anna Koch"),
    ("The firm Onion Ltd makes jokes. President Sean Mills runs it, and sells papers.", "Sean Mills"),
]


@pytest.mark.parametrize(("text", "person", "country"), COUNTRIES)
def test_country(text: str, person: str, country: str) -> None:
    found = [c.country.key if c.country is not None else None for c in roles(text) if c.person.text == person]
    assert found == [country]


def test_stated_country_beats_usual_owner_of_title() -> None:
    claims = roles("Mexican Foreign Secretary Juan Soto came to London. Foreign Secretary Soto left.")
    assert [c.country.key for c in claims if c.country is not None] == ["MEX", "MEX"]


def test_rank_after_topic_keeps_both_titles_apart() -> None:
    claims = roles("Kenyan Cabinet Secretary for Foreign Affairs Ambassador Rose Omamo spoke.")
    assert [c.role for c in claims] == ["Cabinet Secretary for Foreign Affairs", "Ambassador"]


@pytest.mark.parametrize(("text", "person"), WITHOUT_COUNTRY)
def test_no_country(text: str, person: str) -> None:
    assert not [c for c in roles(text) if c.person.text == person and c.country is not None]


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("Secretary of State John Kerry left. ", "usa-department-of-state"),
        ("Officials of the Pentagon spoke. ", "usa-department-of-defense"),
        ("The US Agency for International Development spoke. ", None),
    ],
)
def test_department_of_american_deputy(before: str, body: str | None) -> None:
    claims = roles(before + "Deputy Secretary Wendy Sherman praised the minister.")
    (claim,) = [c for c in claims if c.person.text == "Wendy Sherman"]
    assert (claim.agency.key if claim.agency is not None else None) == body
