"""Turns measured precision into the confidence of a rule, and writes it as the word files have it.

A rule that was right 3 times of 3 is not certain. Its confidence is (right + 1) / (n + 2), the expected
precision when nothing was known before (Laplace's rule of succession): 0.80 for 3 of 3, 0.91 for 92 of 100.
A lower bound (Wilson) would be too low for rare rules: a confidence is to be near the share of right claims,
not safely below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cablegraph.evaluate.scores import Score, Share, merge

ROLE_RULES = "rules.yml"
STANCE_RULES = "stance_rules.yml"

_HEAD = """\
# Written by `cablegraph evaluate --write-rules`; measured on: {sets}.
# precision is (right claims + 1) / (n + 2), so that a rule seen a few times is not taken for certain.
"""


def confidence(precision: Share) -> float:
    """Return the confidence of a rule, 0 to 1, from its right claims and all its claims."""
    return (precision.right + 1) / (precision.n + 2)


def rules_of(scores: Iterable[Score], relation: str) -> dict[str, Share]:
    """Return the precision of each rule of a relation over all gold sets, sorted by name."""
    return merge(r.rules for score in scores for r in score.relations if r.relation == relation)


def write_rules(folder: Path, scores: Iterable[Score]) -> list[Path]:
    """Write `rules.yml` and `stance_rules.yml` into a folder, in the form of `cablegraph_ontology/words`."""
    measured = list(scores)
    head = _HEAD.format(sets=", ".join(score.gold for score in measured))
    folder.mkdir(parents=True, exist_ok=True)
    files = (
        (folder / ROLE_RULES, role_rows(rules_of(measured, "role"))),
        (folder / STANCE_RULES, stance_rows(rules_of(measured, "stance"))),
    )
    for path, rows in files:
        path.write_text(head + rows, encoding="utf-8")
    return [path for path, _ in files]


def role_rows(rules: Mapping[str, Share]) -> str:
    """Return the rules as a YAML list of rule, precision and n."""
    rows = (f"- {{rule: {rule}, precision: {confidence(s):.3f}, n: {s.n}}}\n" for rule, s in rules.items())
    return "".join(rows) or "[]\n"


def stance_rows(rules: Mapping[str, Share]) -> str:
    """Return the rules as a YAML mapping of rule to precision, n in a comment."""
    rows = (f"{rule}: {confidence(s):.3f}  # n = {s.n}\n" for rule, s in rules.items())
    return "".join(rows) or "{}\n"
