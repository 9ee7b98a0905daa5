"""An article's text, cut into stretches that are marked alike, however its sentences overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text to be marked: a claim's sentence, its cue, or page furniture.

    `start` and `end` are code points; `number` refers to the claim in the list beside the text.
    """

    start: int
    end: int
    kind: str
    """"sentence", "cue" or "furniture"."""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of which every character carries the same marks."""

    text: str
    sentence: bool
    cue: bool
    furniture: bool
    opens: tuple[int, ...] = ()
    """The claims whose sentence starts here."""
    closes: tuple[int, ...] = ()
    """The claims whose sentence ends here."""


def marked(text: str, marks: Iterable[Mark]) -> list[Stretch]:
    """Return the text as stretches, in order; joined, their texts are the text again.

    Marks outside of the text are cut to it, and empty ones are left out. Time is n log n in text and marks.
    """
    kept = [m for m in (_clip(m, len(text)) for m in marks) if m.start < m.end]
    edges: dict[int, dict[str, int]] = {}
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for mark in kept:
        for place, step in ((mark.start, 1), (mark.end, -1)):
            changes = edges.setdefault(place, {})
            changes[mark.kind] = changes.get(mark.kind, 0) + step
        if mark.kind == "sentence":
            opens.setdefault(mark.start, []).append(mark.number)
            closes.setdefault(mark.end, []).append(mark.number)
    return list(_stretches(text, edges, opens, closes))


def _clip(mark: Mark, length: int) -> Mark:
    return Mark(max(mark.start, 0), min(mark.end, length), mark.kind, mark.number)


def _stretches(
    text: str, edges: dict[int, dict[str, int]], opens: dict[int, list[int]], closes: dict[int, list[int]]
) -> Iterable[Stretch]:
    depth = {"sentence": 0, "cue": 0, "furniture": 0}
    places: Sequence[int] = sorted({0, len(text), *edges})
    for place, following in pairwise(places):
        for kind, step in edges.get(place, {}).items():
            depth[kind] += step
        yield Stretch(
            text[place:following],
            sentence=depth["sentence"] > 0,
            cue=depth["cue"] > 0,
            furniture=depth["furniture"] > 0,
            opens=tuple(sorted(opens.get(place, ()))),
            closes=tuple(sorted(closes.get(following, ()))),
        )


def furniture(length: int, blocks: Iterable[tuple[int, int]]) -> list[Mark]:
    """Return marks for what lies in no block of a text of this length, in code points."""
    marks = []
    reached = 0
    for start, end in sorted(blocks):
        if start > reached:
            marks.append(Mark(reached, start, "furniture"))
        reached = max(reached, end)
    if reached < length:
        marks.append(Mark(reached, length, "furniture"))
    return marks
