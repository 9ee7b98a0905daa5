"""Who held the highest offices of states and international bodies since 1990: `words/holders.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cablegraph_ontology.lexicon import Lexicon, LexiconError, read_words

_ROW = re.compile(r"(?P<names>\D+) (?P<since>[0-9]{4})-(?P<until>[0-9]{4})?")


@dataclass(frozen=True, slots=True)
class Holder:
    """One person in one office for one row of years."""

    names: tuple[str, ...]
    """The best-known name, then other spellings."""
    office: str
    """Id of a title, or of a portfolio for a minister."""
    country: str | None
    """ISO 3166 alpha-3, or None for the head of an international body."""
    body: str | None
    """Id of the international body."""
    since: int
    """Year of taking office."""
    until: int | None
    """Year of leaving it; None when the holder was in office when the list was last looked over."""
    called_by_first: bool = False
    """True where news also calls people by the first word of their names: "President Xi"."""


@dataclass(frozen=True, slots=True, eq=False)
class Holders:
    """All known holders, and which titles stand for one another."""

    rows: tuple[Holder, ...]
    alike: Mapping[str, frozenset[str]]

    def fit(self, title: str, office: str) -> bool:
        """Tell whether a title may name an office: the same, or one that news puts for it."""
        return title == office or title in self.alike.get(office, frozenset())


@cache
def holders() -> Holders:
    """Return the holders that come with the package, read once a process."""
    return read_holders(read_words(files("cablegraph_ontology") / "words" / "holders.yml"))


def read_holders(content: Mapping[str, Any]) -> Holders:
    """Return the holders of a word file; raise LexiconError on a row that cannot be read."""
    by_first = set(content["called_by_first"])
    rows = [
        _holder(row, office, country=key, called_by_first=key in by_first)
        for key, office, row in _rows(content["countries"])
    ]
    rows += [_holder(row, office, body=key) for key, office, row in _rows(content["bodies"])]
    alike = {office: frozenset(group) for group in content["alike"] for office in group}
    return Holders(tuple(rows), alike)


def _rows(owners: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, str, str]]:
    for key, offices in owners.items():
        for office, rows in offices.items():
            for row in rows:
                yield key, office, row


def _holder(
    row: str,
    office: str,
    *,
    country: str | None = None,
    body: str | None = None,
    called_by_first: bool = False,
) -> Holder:
    found = _ROW.fullmatch(row)
    if found is None:
        raise LexiconError(f"{row!r}: a holder is a name and years, as in 'Kofi Annan 1997-2006'")
    since, until = int(found["since"]), int(found["until"]) if found["until"] else None
    if until is not None and until < since:
        raise LexiconError(f"{row!r} ends before it starts")
    names = tuple(name.strip() for name in found["names"].split(" = "))
    return Holder(names, office, country, body, since, until, called_by_first)


def refuse_unknown(known: Holders, lexicon: Lexicon) -> None:
    """Raise LexiconError when an office, country or body of a holder is not in the lexicon."""
    for row in known.rows:
        if row.office not in lexicon.titles and row.office not in lexicon.portfolios:
            raise LexiconError(f"{row.names[0]}: no title or portfolio {row.office!r}")
        if row.country is not None and row.country not in lexicon.countries:
            raise LexiconError(f"{row.names[0]}: no country {row.country!r}")
        if row.body is not None and row.body not in lexicon.bodies:
            raise LexiconError(f"{row.names[0]}: no body {row.body!r}")
