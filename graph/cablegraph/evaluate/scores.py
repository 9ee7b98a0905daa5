"""Counts: precision and recall of each relation and rule, and shares of right slots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cablegraph.evaluate.causes import Cause
from cablegraph.evaluate.comparing import Comparison, Verdict
from cablegraph.evaluate.matching import Rules
from cablegraph.evaluate.records import AnyRecord


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int
    n: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing is 0."""
        return self.right / self.n if self.n else 0.0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.n + other.n)


@dataclass(frozen=True, slots=True)
class Finding:
    """A miss or a false alarm, to be shown."""

    document: str
    record: AnyRecord
    cause: Cause


@dataclass(frozen=True, slots=True)
class RelationScore:
    """How good the claims of one relation are."""

    relation: str
    precision: Share
    """Right claims of the printed ones; core and ext records count as right."""
    recall: Share
    """Found core records of all core records."""
    rules: Mapping[str, Share]
    """Precision of each rule, sorted by name."""
    slots: Mapping[str, Share]
    """Among the claims that have a gold record to compare with."""
    inside_nothing: int
    """False claims where a reader sees that there is nothing."""
    misses: tuple[Finding, ...]
    alarms: tuple[Finding, ...]

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        p, r = self.precision.value, self.recall.value
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """How good the claims about the documents of one gold file are."""

    gold: str
    """Name of the gold file, without its ending."""
    documents: int
    relations: tuple[RelationScore, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison, with the causes of what went wrong in it."""

    comparison: Comparison[Any]
    misses: tuple[tuple[AnyRecord, Cause], ...]
    alarms: tuple[tuple[AnyRecord, Cause], ...]


def relation_score(rules: Rules[Any], compared: Sequence[Compared]) -> RelationScore:
    """Return the counts of one relation over all documents."""
    comparisons = [c.comparison for c in compared]
    return RelationScore(
        relation=rules.relation,
        precision=_total(share for c in comparisons for share in _by_rule(c).values()),
        recall=_total(_recall(c) for c in comparisons),
        rules=merge(_by_rule(c) for c in comparisons),
        slots=_slots(rules, comparisons),
        inside_nothing=sum(span is not None for c in comparisons for span in c.nothing),
        misses=tuple(Finding(c.comparison.document, r, cause) for c in compared for r, cause in c.misses),
        alarms=tuple(Finding(c.comparison.document, r, cause) for c in compared for r, cause in c.alarms),
    )


def merge(counts: Iterable[Mapping[str, Share]]) -> dict[str, Share]:
    """Return the sums of shares by name, sorted by name."""
    sums: dict[str, Share] = {}
    for shares in counts:
        for name, share in shares.items():
            sums[name] = sums.get(name, Share(0, 0)) + share
    return dict(sorted(sums.items()))


def _total(shares: Iterable[Share]) -> Share:
    return sum(shares, Share(0, 0))


def _recall(comparison: Comparison[Any]) -> Share:
    core = sum(g.core for g in comparison.gold)
    return Share(core - len(comparison.missed()), core)


def _by_rule(comparison: Comparison[Any]) -> dict[str, Share]:
    right: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    for claim, verdict in zip(comparison.claims, comparison.verdicts, strict=True):
        printed[claim.rule] += verdict != Verdict.NEITHER
        right[claim.rule] += verdict == Verdict.RIGHT
    return {rule: Share(right[rule], n) for rule, n in printed.items() if n}


def _slots(rules: Rules[Any], comparisons: Iterable[Comparison[Any]]) -> dict[str, Share]:
    pairs = [(c.claims[claim], c.gold[gold]) for c in comparisons for gold, claim in c.pairs.items()]
    answers = {name: [agrees(*p) for p in pairs] for name, agrees in rules.slots.items()}
    return {
        name: Share(sum(bool(a) for a in found), sum(a is not None for a in found))
        for name, found in answers.items()
    }
