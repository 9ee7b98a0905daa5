"""Compares the claims of one text with its gold records: pairs, and a verdict on every claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from cablegraph.evaluate.gold import GoldDocument, Span
from cablegraph.evaluate.matching import Rules, inside, overlap, pair, sign
from cablegraph.evaluate.records import Record, RoleRecord, StanceRecord, first_name

R = TypeVar("R", bound=Record)


class Verdict(StrEnum):
    """What a printed claim is worth."""

    RIGHT = "right"
    FALSE = "false"
    NEITHER = "neither"
    """It says again what another claim of the place says, or stands where the gold data leaves it open."""


@dataclass(frozen=True, slots=True)
class Comparison(Generic[R]):
    """The claims of one relation in one text beside its gold records."""

    document: str
    gold: tuple[R, ...]
    claims: tuple[R, ...]
    pairs: dict[int, int]
    """Gold index -> claim index."""
    verdicts: tuple[Verdict, ...]
    """One for every claim."""
    nothing: tuple[Span | None, ...]
    """For every claim the `nothing` span that it stands in, when it is false."""

    def missed(self) -> list[R]:
        """Return the core records that no claim states, not even at another place that repeats the fact."""
        stated = (self.gold[g] for g in self.pairs)
        found = {name for g in stated for name in (g.id, g.same_as) if name is not None}
        return [g for g in self.gold if g.core and found.isdisjoint((g.id, g.same_as))]

    def false(self) -> list[R]:
        """Return the claims that are wrong."""
        return [c for c, verdict in zip(self.claims, self.verdicts, strict=True) if verdict == Verdict.FALSE]


def compare(document: GoldDocument, claims: Iterable[Record], rules: Rules[R]) -> Comparison[R]:
    """Compare the claims of one relation with the gold records of the text."""
    gold = tuple(g for g in document.records if isinstance(g, rules.record))
    own = tuple(_without_repeats([c for c in claims if isinstance(c, rules.record)]))
    pairs = pair(own, gold, rules)
    paired = set(pairs.values())
    left = _Left(gold, pairs, rules, document.ignored)
    verdicts = tuple(Verdict.RIGHT if i in paired else left.verdict(c) for i, c in enumerate(own))
    nothing = tuple(
        next((s for s in document.nothing if inside(c, s)), None) if verdict == Verdict.FALSE else None
        for c, verdict in zip(own, verdicts, strict=True)
    )
    return Comparison(document.document, gold, own, pairs, verdicts, nothing)


@dataclass(frozen=True, slots=True)
class _Left(Generic[R]):
    """Judges the claims that no gold record was left for."""

    gold: tuple[R, ...]
    pairs: dict[int, int]
    rules: Rules[R]
    ignored: tuple[Span, ...]

    def verdict(self, claim: R) -> Verdict:
        if any(inside(claim, span) for span in self.ignored) or self._repeats(claim):
            return Verdict.NEITHER
        if self.rules.elsewhere and any(self.rules.matches(claim, g) for g in self.gold):
            return Verdict.RIGHT
        return Verdict.FALSE

    def _repeats(self, claim: R) -> bool:
        """Say whether a claim of the same place already stands for what this one says."""
        found = (self.gold[g] for g in self.pairs)
        return any(
            overlap(claim, g) and self.rules.matches(claim, g) and self.rules.same_point(claim, g)
            for g in found
        )


def _without_repeats(claims: Sequence[R]) -> list[R]:
    """Return the claims, each fact once a sentence."""
    first: dict[tuple[object, ...], R] = {}
    for claim in claims:
        first.setdefault(_fact(claim), claim)
    return list(first.values())


def _fact(claim: Record) -> tuple[object, ...]:
    if isinstance(claim, RoleRecord):
        return claim.start, first_name(claim.person), first_name(claim.agency), claim.codes
    if isinstance(claim, StanceRecord):
        return claim.start, first_name(claim.holder), sign(claim.polarity), claim.policy[:1]
    raise TypeError(f"no fact for {type(claim).__name__}")
