"""Scores as JSON: what `cablegraph evaluate --json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cablegraph.evaluate.measure import Evaluation
from cablegraph.evaluate.scores import Finding, RelationScore, Score, Share


def evaluation_object(evaluation: Evaluation, below_floor: Iterable[str], verbose: bool) -> dict[str, Any]:
    """Return all scores as one JSON object; with `verbose` every miss and false alarm is in it."""
    return {
        "sets": [score_object(score, verbose) for score in evaluation.scores],
        "below_floor": list(below_floor),
        "skipped": [{"where": s.where, "reason": s.reason} for s in evaluation.skipped],
    }


def score_object(score: Score, verbose: bool) -> dict[str, Any]:
    """Return the score of one gold file as a JSON object."""
    relations = {r.relation: _relation(r, verbose) for r in score.relations}
    return {"gold": score.gold, "documents": score.documents, "relations": relations}


def _relation(relation: RelationScore, verbose: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "precision": round(relation.precision.value, 4),
        "right": relation.precision.right,
        "predicted": relation.precision.n,
        "recall": round(relation.recall.value, 4),
        "found": relation.recall.right,
        "gold": relation.recall.n,
        "f1": round(relation.f1, 4),
        "slots": _shares(relation.slots),
        "rules": _shares(relation.rules),
        "inside_nothing": relation.inside_nothing,
    }
    if verbose:
        row["misses"] = [_finding(f) for f in relation.misses]
        row["false_alarms"] = [_finding(f) for f in relation.alarms]
    return row


def _shares(shares: Mapping[str, Share]) -> dict[str, dict[str, float | int]]:
    return {name: {"share": round(s.value, 4), "right": s.right, "n": s.n} for name, s in shares.items()}


def _finding(finding: Finding) -> dict[str, Any]:
    record = finding.record
    return {
        "document": finding.document,
        "id": record.id,
        "start": record.start,
        "end": record.end,
        "rule": record.rule or None,
        "cause": finding.cause.value,
        "claim": record.summary(),
    }
