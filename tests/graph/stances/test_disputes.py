"""Which claim a denial denies, in the text of one article."""

from __future__ import annotations

import datetime

import pytest

from cablegraph.derived.disputes import disputes
from cablegraph.model import Article, Block, BlockKind
from cablegraph.pipeline import Pipeline
from cablegraph_ontology.relations import StanceClaim

CASES = [
    # the denial has its own words for what is denied: it denies what was said right before
    (
        "United Nations envoy Anna Dahl says she is optimistic that China will improve its treatment of refugees. "
        "The view comes despite denials from China that it is making any changes to its policy.",
        [("denials", "improve")],
    ),
    # the same policy in the same words, two sentences before
    (
        "Peru accused Chile of torturing prisoners. The weather was fine. Chile denied torturing prisoners.",
        [("denied", "accused")],
    ),
    # what somebody does himself is no accusation: nothing is disputed
    ("China improved its treatment of refugees. China denied the murder of a priest.", []),
    # the denial is by another
    (
        "United Nations envoy Anna Dahl says China will improve its treatment of refugees. "
        "Japan denied the murder of a priest.",
        [],
    ),
    # a refusal is no denial
    (
        "United Nations envoy Anna Dahl says China will improve its treatment of refugees. China refuses to sign the treaty.",
        [],
    ),
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:50] for text, _ in CASES])
def test_a_denial_is_tied_to_what_it_denies(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str]]
) -> None:
    body = Block(0, len(text), BlockKind.BODY)
    article = Article(document="test", text=text, date=datetime.date(2020, 5, 6), blocks=(body,))
    claims = [c for c in pipeline.reading(article).claims if isinstance(c, StanceClaim)]
    words = [text[c.cue_start : c.cue_end] for c in claims]
    assert [(words[denial], words[denied]) for denial, denied in disputes(claims)] == expected
