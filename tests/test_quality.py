"""Quality as a test: no figure below its floor, and the same figures as the shared benchmark's own scorer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cablegraph.contract import claim_line
from cablegraph.evaluate.floors import below, read_floors
from cablegraph.evaluate.gold import Row, read_rows
from cablegraph.evaluate.measure import load_articles, score_readings
from cablegraph.evaluate.scores import Score
from cablegraph.model import Article, Entity, Skipped
from cablegraph.pipeline import Pipeline, Reading
from cablegraph_ontology.relations import Claim, RoleClaim, StanceClaim

GOLD = Path(__file__).parent / "gold"
SHARED = Path(os.environ.get("CABLEGRAPH_SHARED") or Path(__file__).parents[2] / "shared")
CORPUS = SHARED / "bench" / "corpus"
SCORER = SHARED / "bench" / "score.py"
TEXTS = {
    "articles": Path(__file__).parent / "articles",
    "corpus": CORPUS,
    "fresh": GOLD / "fresh",
    "fresh_roles": GOLD / "fresh",
}
SETS = sorted(TEXTS)
# The shared scorer pairs claims and records in another order.
TOLERANCE = 0.015


@dataclass(frozen=True, slots=True)
class Measured:
    """One gold set with what the pipeline found in its texts, by document key."""

    rows: list[Row]
    articles: dict[str, Article]
    readings: dict[str, Reading | Skipped]

    def score(self, name: str) -> Score:
        return score_readings(name, self.rows, self.articles, self.readings)


@cache
def measured(name: str) -> Measured:
    """Read the texts of a gold set once for all tests."""
    if not TEXTS[name].exists():
        pytest.skip(f"the texts of {name}.jsonl are not here: set CABLEGRAPH_SHARED")
    rows = read_rows(GOLD / f"{name}.jsonl")
    articles = load_articles([TEXTS[name]], {row.document for row in rows})
    pipeline = Pipeline()
    return Measured(rows, articles, {key: pipeline.try_reading(a) for key, a in articles.items()})


@pytest.mark.parametrize("name", SETS)
def test_no_figure_is_below_its_floor(name: str) -> None:
    floors = [floor for floor in read_floors(GOLD / "floors.yml") if floor.gold == name]
    kinds = {str(row.values["kind"]) for row in measured(name).rows}
    assert {floor.relation for floor in floors} == kinds & {"role", "stance"}
    assert list(below(floors, [measured(name).score(name)])) == []


@pytest.mark.parametrize("name", SETS)
def test_every_document_is_read(name: str) -> None:
    assert [r for r in measured(name).readings.values() if isinstance(r, Skipped)] == []


def turned(claims: tuple[Claim[Entity], ...]) -> tuple[Claim[Entity], ...]:
    """Return the claims with planted errors: signs turned, holders swapped, bodies lost, claims doubled."""
    changed: list[Claim[Entity]] = []
    for number, claim in enumerate(claims):
        other = claims[number - 1]
        if isinstance(claim, StanceClaim) and number % 3 == 0:
            changed.append(replace(claim, polarity=-claim.polarity))
        elif isinstance(claim, StanceClaim) and isinstance(other, StanceClaim) and number % 3 == 1:
            changed += [claim, replace(claim, holder=other.holder), replace(claim, policy=other.policy)]
        elif isinstance(claim, RoleClaim) and number % 2 == 0:
            changed += [replace(claim, agency=None), replace(claim, role="envoy")]
        else:
            changed.append(replace(claim, start=other.start, end=max(other.end, claim.end)))
    return tuple(changed)


def spoilt(name: str) -> Measured:
    """Return a measured set in which many claims are wrong."""
    whole = measured(name)
    readings = {
        key: reading if isinstance(reading, Skipped) else replace(reading, claims=turned(reading.claims))
        for key, reading in whole.readings.items()
    }
    return replace(whole, readings=readings)


def by_the_benchmark(name: str, found: Measured, folder: Path) -> list[dict[str, Any]]:
    """Return the rows of the shared scorer for the same gold, texts and claims."""
    texts, claims = folder / "texts.jsonl", folder / "claims.jsonl"
    texts.write_text(
        "".join(json.dumps({"id": a.document, "text": a.text}) + "\n" for a in found.articles.values())
    )
    lines = [
        claim_line(reading.article, claim, iri)
        for reading in found.readings.values()
        if isinstance(reading, Reading)
        for claim, iri in zip(reading.claims, reading.claim_iris(), strict=True)
    ]
    claims.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    gold = GOLD / f"{name}.jsonl"
    command: list[str | Path] = [
        sys.executable,
        SCORER,
        "claims",
        claims,
        "--gold",
        gold,
        "--texts",
        texts,
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = json.loads(done.stdout)["rows"]
    assert isinstance(rows, list)
    return rows


@pytest.mark.parametrize("spoil", [False, True], ids=["as found", "with planted errors"])
@pytest.mark.parametrize("name", SETS)
def test_the_figures_agree_with_the_shared_benchmark(name: str, spoil: bool, tmp_path: Path) -> None:
    if not SCORER.exists():
        pytest.skip("the shared benchmark is not here: set CABLEGRAPH_SHARED")
    found = spoilt(name) if spoil else measured(name)
    own = found.score(name).relations
    for relation, theirs in zip(own, by_the_benchmark(name, found, tmp_path), strict=True):
        assert theirs["what"] == f"{relation.relation}s"
        assert relation.precision.value == pytest.approx(theirs["precision"], abs=TOLERANCE)
        assert relation.recall.value == pytest.approx(theirs["recall"], abs=TOLERANCE)


def test_planted_errors_are_seen() -> None:
    right = {r.relation: r for r in measured("articles").score("articles").relations}
    for relation in spoilt("articles").score("articles").relations:
        assert relation.precision.value < right[relation.relation].precision.value - 0.05
