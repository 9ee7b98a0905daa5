"""Every form in which news ties a name to a role, and near misses: the tables are tests/gold/roles*.yml."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from cablegraph.annotate import Annotator, load_model
from cablegraph.extract.cast import Cast
from cablegraph.extract.roles import extract_roles
from cablegraph.model import Article, Block, BlockKind, Entity, Unresolved
from cablegraph.resolve import Resolver
from cablegraph.spotting.spot import Spotter
from cablegraph_ontology import lexicon
from cablegraph_ontology.relations import RoleClaim

GOLD = Path(__file__).parents[2] / "gold"
TABLES = tuple(
    GOLD / name for name in ("roles.yml", "roles_forms.yml", "roles_elections.yml", "roles_wire.yml")
)
CASES: list[dict[str, Any]] = [
    case for table in TABLES for case in yaml.safe_load(table.read_text(encoding="utf-8"))
]


@cache
def annotator() -> Annotator:
    nlp = load_model()
    return Annotator(nlp, Spotter(nlp, lexicon.default()))


def read(text: str) -> list[RoleClaim[Entity]]:
    """Return the resolved role claims of a text that is one paragraph."""
    block = Block(0, len(text), BlockKind.BODY)
    article = Article(document="case", text=text, date=datetime.date(2010, 1, 1), blocks=(block,))
    (annotated,) = annotator().annotate([article])
    roles = extract_roles(annotated, lexicon.default())
    cast = Cast.of(annotated, roles, lexicon.default())
    found = Resolver(lexicon.default()).resolve(annotated, cast, roles)
    return [c for c in found if not isinstance(c, Unresolved) and isinstance(c, RoleClaim)]


def row(claim: RoleClaim[Entity]) -> list[str]:
    """Return a claim as the table writes it."""
    body = claim.agency.iri.rsplit("/", 1)[1] if claim.agency is not None else "."
    country = claim.country.iso3 if claim.country is not None else "."
    return [claim.person.label, claim.role, body, country or ".", claim.status.value]


def agrees(expected: str, found: str) -> bool:
    """Tell whether a cell agrees; one in brackets is not checked."""
    return expected.startswith("(") or expected.lower() == found.lower()


@pytest.mark.parametrize("case", CASES, ids=[f"{i}-{c['form']}" for i, c in enumerate(CASES)])
def test_sentence(case: dict[str, Any]) -> None:
    found = [row(claim) for claim in read(case["text"])]
    expected = [[str(cell) for cell in cells] for cells in case["roles"]]
    assert len(found) == len(expected), found
    for cells, others in zip(sorted(expected), sorted(found), strict=True):
        assert all(agrees(a, b) for a, b in zip(cells, others, strict=True)), (cells, others)


def test_table_is_large_enough() -> None:
    assert len(CASES) >= 420
    assert sum(not case["roles"] for case in CASES) >= 60
