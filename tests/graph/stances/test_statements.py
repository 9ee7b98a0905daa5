"""Who "we" are in a statement that several issue together."""

from __future__ import annotations

import datetime

import pytest

from cablegraph.model import Article
from cablegraph.pipeline import Pipeline
from cablegraph_ontology.relations import StanceClaim

GREETING = "The members of the Troika ({members}) and the European Union extend our greetings to the people of Sudan."
CONDEMNED = (
    "We condemn the coup of last week and the arrests of ministers, judges and journalists in the capital."
)
MEMBERS = "Norway, the United Kingdom and the United States"
CASES = [
    # whoever greets in the first sentence says "we" after it; those in brackets stand for their group
    (
        "Joint Statement on Sudan",
        GREETING.format(members=MEMBERS) + "\n\n" + CONDEMNED,
        {"NOR", "GBR", "USA", "european-union"},
    ),
    # a news article is nobody's statement
    ("Envoys in Khartoum", GREETING.format(members=MEMBERS) + "\n\n" + CONDEMNED, set()),
    # one country alone: the sentence does not tell who issues the text
    ("Joint Statement on Sudan", "Norway is our friend.\n\n" + CONDEMNED, set()),
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize(("title", "text", "holders"), CASES, ids=["joint", "news", "one"])
def test_issuers_hold_what_we_say(pipeline: Pipeline, title: str, text: str, holders: set[str]) -> None:
    article = Article(document="test", text=text, title=title, date=datetime.date(2022, 7, 13))
    claims = [c for c in pipeline.reading(article).claims if isinstance(c, StanceClaim)]
    blamed = {c.holder.iri.rsplit("/", 1)[-1] for c in claims if c.polarity < 0}
    assert blamed == holders
