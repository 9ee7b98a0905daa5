"""Things that are read from the store when an export first needs them, and kept in a temporary file."""

from __future__ import annotations

import marshal
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from cablegraph.export.bounded_reader import BoundedReader
from cablegraph.export.things import FACTS, Thing, Things, thing_of

# Things that are in memory at once.
_RECENT = 1024
_THINGS_PER_QUERY = 100


class ThingsOnDisk(Things):
    """The entities of a graph, of which a few are in memory. What the graph does not know is kept as NULL."""

    def __init__(self, reader: BoundedReader, database: sqlite3.Connection) -> None:
        self._reader, self._database = reader, database
        database.execute("CREATE TABLE thing (iri TEXT PRIMARY KEY, facts BLOB) WITHOUT ROWID")
        self._recent = lru_cache(maxsize=_RECENT)(self._kept)

    def expect(self, iris: Iterable[str]) -> None:
        """Read things together that will be asked for: that takes half of the time of one by one."""
        new = [iri for iri in sorted(set(iris)) if self._facts(iri) is None]
        for start in range(0, len(new), _THINGS_PER_QUERY):
            self._read(new[start : start + _THINGS_PER_QUERY])

    def find(self, iri: str) -> Thing | None:
        """Return a thing that the graph says something of."""
        return self._recent(iri)

    def in_class(self, class_iri: str) -> Iterator[Thing]:
        """Yield the things of a class."""
        for row in self._reader.all_rows(f"SELECT ?e WHERE {{ ?e a <{class_iri}> }}"):
            thing = self.find(row[0].value)
            if thing is not None:
                yield thing

    def _kept(self, iri: str) -> Thing | None:
        row = self._facts(iri)
        if row is None:
            self._read([iri])
            row = self._facts(iri)
        return None if row is None or row[0] is None else Thing(*marshal.loads(row[0]))

    def _facts(self, iri: str) -> tuple[bytes | None] | None:
        row: tuple[bytes | None] | None = self._database.execute(
            "SELECT facts FROM thing WHERE iri = ?", (iri,)
        ).fetchone()
        return row

    def _read(self, iris: list[str]) -> None:
        facts: dict[str, list[tuple[str, str]]] = defaultdict(list)
        values = " ".join(f"<{iri}>" for iri in iris)
        rows = self._reader.query(
            f"SELECT ?e ?p ?o WHERE {{ VALUES ?e {{ {values} }} ?e ?p ?o FILTER(?p IN ({FACTS})) }}"
        )
        for entity, predicate, value in rows:
            facts[entity.value].append((predicate.value, value.value))
        self._database.executemany(
            "INSERT OR IGNORE INTO thing VALUES (?, ?)", ((iri, _record(iri, facts[iri])) for iri in iris)
        )


def _record(iri: str, facts: list[tuple[str, str]]) -> bytes | None:
    thing = thing_of(iri, facts)
    return None if thing is None else marshal.dumps(tuple(getattr(thing, name) for name in Thing.__slots__))
