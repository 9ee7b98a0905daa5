"""The names of known holders of offices by their parts, to find who "President Musharraf" can be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from cablegraph.spotting.names import name_parts
from cablegraph_ontology.holders import Holder, holders

SLACK = 1
"""Years by which a date may miss a term: the list has years, not days."""

_NUMERALS = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiv", "xvi", "xxiii"}
_DOUBLE = re.compile(r"(.)\1")

Parts = tuple[str, ...]


def holders_like(name: str) -> Iterator[tuple[Parts, Holder]]:
    """Yield the holders whose name shares its first or its last word with a name, each with its parts."""
    parts = plain_parts(name)
    if parts:
        yield from dict.fromkeys((*_index().get(parts[-1], ()), *_index().get(parts[0], ())))


def called_in_office(name: str, title: str, year: int) -> list[Holder]:
    """Return the holders whom a last name and a title fit in a year: "President" "Bush" in 2003."""
    parts = plain_parts(name)
    return [
        row
        for known, row in holders_like(name)
        if title == row.office
        and is_short_name(parts, known, row.called_by_first)
        and row.since - SLACK <= year <= (row.until or year) + SLACK
    ]


def bears(holder: Holder, name: str) -> bool:
    """Tell whether a full name is that of a holder."""
    parts = plain_parts(name)
    return any(is_same_name(parts, plain_parts(known)) for known in holder.names)


@cache
def _index() -> Mapping[str, tuple[tuple[Parts, Holder], ...]]:
    """Return the names of all holders by each of their parts."""
    found: dict[str, list[tuple[Parts, Holder]]] = defaultdict(list)
    for row in holders().rows:
        for name in row.names:
            parts = plain_parts(name)
            for part in dict.fromkeys(parts):
                found[part].append((parts, row))
    return {part: tuple(rows) for part, rows in found.items()}


def plain_parts(name: str) -> Parts:
    """Return the parts of a name with double letters made single, on which spellings differ: "Mitterand"."""
    return tuple(_DOUBLE.sub(r"\1", part) for part in name_parts(name))


def is_same_name(one: Parts, other: Parts) -> bool:
    """Tell whether two names of two words or more are one: the shorter is in the longer, in its order."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return False
    rest = iter(long)
    return all(any(part == word or (len(part) == 1 and word[0] == part) for word in rest) for part in short)


def is_short_name(parts: Parts, known: Parts, by_first: bool) -> bool:
    """Tell whether a name is the surname of a known one: "Musharraf", "Peña Nieto", "Xi", "Abdullah II"."""
    if len(parts) > len(known):
        return False
    last = known[:-1] if known[-1] in _NUMERALS and parts[-1] not in _NUMERALS else known
    if parts == last[-len(parts) :]:
        return True
    return by_first and parts == known[: len(parts)]
