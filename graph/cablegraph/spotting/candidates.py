"""Candidates: words that may become a spot, and which of them stay where they overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cablegraph.spotting.bodies import Composed
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.lexicon import Name


@dataclass(frozen=True, slots=True)
class Found:
    """Words that may become a spot; where two overlap, the lower rank wins, then the longer."""

    first: int
    last: int
    rank: int
    name: Name | None = None
    composed: Composed | None = None


class Without(Sequence[bool]):
    """A row of marks with one of them lifted, without copying it."""

    def __init__(self, marks: Sequence[bool], lifted: int) -> None:
        self._marks = marks
        self._lifted = lifted

    def __getitem__(self, place: Any) -> Any:
        return False if place == self._lifted else self._marks[place]

    def __len__(self) -> int:
        return len(self._marks)


def mask(tokens: Tokens, found: Iterable[Found]) -> list[bool]:
    mask = [False] * len(tokens)
    for one in found:
        mask[one.first : one.last + 1] = [True] * (one.last + 1 - one.first)
    return mask


def choose(length: int, found: list[Found]) -> list[Found]:
    """Return the candidates that stay, in the order of the text."""
    taken = [False] * length
    kept = []
    for one in sorted(found, key=lambda f: (f.rank, f.first - f.last, f.first)):
        if not any(taken[one.first : one.last + 1]):
            taken[one.first : one.last + 1] = [True] * (one.last + 1 - one.first)
            kept.append(one)
    return sorted(kept, key=lambda f: f.first)
