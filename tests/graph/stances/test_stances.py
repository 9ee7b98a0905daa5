"""Each sentence of gold/stances.yml and gold/holders.yml gives the stances written beside it, and no other."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from cablegraph.model import Article, Block, BlockKind, Entity
from cablegraph.pipeline import Pipeline
from cablegraph_ontology.relations import StanceClaim

GOLD = Path(__file__).parents[2] / "gold"
ROWS = [
    row
    for name in ("stances.yml", "holders.yml")
    for row in yaml.safe_load((GOLD / name).read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def stances(pipeline: Pipeline, text: str) -> list[StanceClaim[Entity]]:
    body = Block(0, len(text), BlockKind.BODY)
    article = Article(document="test", text=text, date=datetime.date(2020, 5, 6), blocks=(body,))
    return [c for c in pipeline.reading(article).claims if isinstance(c, StanceClaim)]


def _key(entity: Entity | None) -> str:
    return entity.iri.rsplit("/", 1)[1] if entity is not None else "."


def _row(claim: StanceClaim[Entity]) -> list[Any]:
    return [
        _key(claim.holder),
        claim.polarity,
        claim.policy.label,
        _key(claim.target),
        claim.act.value if claim.act is not None else ".",
        claim.standing.value,
        claim.modality.value,
        _key(claim.speaker),
    ]


def test_the_table_is_large_and_has_near_misses() -> None:
    assert len(ROWS) >= 400
    assert sum(not row["claims"] for row in ROWS) * 3 >= len(ROWS)
    assert len({row["text"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_sentence(pipeline: Pipeline, row: dict[str, Any]) -> None:
    assert [_row(c) for c in stances(pipeline, row["text"])] == row["claims"]
