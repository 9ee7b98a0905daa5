"""All edges that the claims make, before any is chosen, in a temporary file."""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from cablegraph.export.attributes import Attributes
from cablegraph.export.spans import Span
from cablegraph.export.views import Link
from cablegraph_ontology.terms import ID

NO_CLAIM = 0
"""The claim number of an edge that no claim makes: an office and its body."""

# Nodes whose numbers are in memory at once.
_RECENT = 4096

_TABLES = (
    "CREATE TABLE node (number INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, id TEXT NOT NULL)",
    "CREATE TABLE edge (number INTEGER PRIMARY KEY, source INTEGER NOT NULL, target INTEGER NOT NULL,"
    " kind TEXT NOT NULL, claim INTEGER NOT NULL, weight REAL NOT NULL, first TEXT, last TEXT,"
    " record BLOB NOT NULL)",
)

_WITH_IDS = """
SELECT {} FROM edge AS e
CROSS JOIN node AS s ON s.number = e.source CROSS JOIN node AS t ON t.number = e.target ORDER BY {}
"""


class Ends(NamedTuple):
    """An edge as the choice of edges sees it: numbers of nodes from 1, its weight."""

    source: int
    target: int
    weight: float


class Record(NamedTuple):
    """What only the writer needs of an edge."""

    id: str
    spells: tuple[Span, ...]
    attributes: Attributes


Tie: TypeAlias = tuple[str, str, str]
"""Id of the source, id of the target, kind of the edge."""


class EdgeTable:
    """Edges by number, in the order in which they were added. `columns` are the names of their attributes."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.columns: set[str] = set()
        for table in _TABLES:
            database.execute(table)
        self._number = lru_cache(maxsize=_RECENT)(self._numbered)

    def add(
        self,
        link: Link,
        claim: int,
        edge_id: str,
        attributes: Attributes,
        spells: tuple[Span, ...] = (),
        weight: float = 1.0,
    ) -> None:
        """Append an edge. `claim` counts from 1."""
        source, target, kind = link
        first, last = (spells[0][0], spells[-1][1]) if spells else (None, None)
        self.columns.update(attributes)
        record = marshal.dumps((edge_id, spells, attributes))
        self.database.execute(
            "INSERT INTO edge (source, target, kind, claim, weight, first, last, record)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self._number(source), self._number(target), kind, claim, weight, first, last, record),
        )

    def clear(self) -> None:
        """Forget all edges and nodes."""
        self.columns.clear()
        self._number.cache_clear()
        self.database.execute("DELETE FROM edge")
        self.database.execute("DELETE FROM node")

    def iris(self, after: int) -> Iterator[list[str]]:
        """Yield the IRIs of the nodes with larger numbers, in order, some at a time; adding may go on."""
        last, iri = self.last_node(), ""
        while True:
            rows = self.database.execute(
                "SELECT iri FROM node WHERE iri > ? AND number > ? AND number <= ? ORDER BY iri LIMIT 500",
                (iri, after, last),
            ).fetchall()
            if not rows:
                return
            yield [row[0] for row in rows]
            iri = rows[-1][0]

    def last_node(self) -> int:
        """Return the largest number of a node, 0 without nodes."""
        return self._count("SELECT coalesce(max(number), 0) FROM node")

    def __len__(self) -> int:
        return self._count("SELECT count(*) FROM edge")

    def n_ties(self) -> int:
        """Return the number of edges when those with the same source, target and kind are one."""
        return self._count("SELECT count(*) FROM (SELECT DISTINCT source, target, kind FROM edge)")

    def ends(self) -> Iterator[Ends]:
        """Yield the ends of all edges, in order."""
        rows = self.database.execute("SELECT source, target, weight FROM edge ORDER BY number")
        return map(Ends._make, rows)

    def single(self) -> Iterator[tuple[Tie, float, Record]]:
        """Yield all edges in order: ends and kind, weight, record."""
        rows = self.database.execute(_WITH_IDS.format("s.id, t.id, e.kind, e.weight, e.record", "e.number"))
        for source, target, kind, weight, record in rows:
            yield (source, target, kind), weight, Record._make(marshal.loads(record))

    def merged(self) -> Iterator[tuple[Tie, list[float], list[Record]]]:
        """Yield what is merged, by ids of the ends and by kind, with weights and records in order."""
        order = "s.id, s.number, t.id, t.number, e.kind, e.number"
        rows = self.database.execute(_WITH_IDS.format(order, order))
        for key, edges in groupby(rows, key=itemgetter(0, 1, 2, 3, 4)):
            found = [self._weighed(edge[-1]) for edge in edges]
            yield (key[0], key[2], key[4]), [weight for weight, _ in found], [record for _, record in found]

    def _weighed(self, number: int) -> tuple[float, Record]:
        rows = self.database.execute("SELECT weight, record FROM edge WHERE number = ?", (number,))
        weight, record = rows.fetchone()
        return weight, Record._make(marshal.loads(record))

    def _numbered(self, iri: str) -> int:
        row = (iri, iri.removeprefix(ID))
        self.database.execute("INSERT OR IGNORE INTO node (iri, id) VALUES (?, ?)", row)
        return self._count("SELECT number FROM node WHERE iri = ?", iri)

    def _count(self, query: str, *values: str) -> int:
        (count,) = self.database.execute(query, values).fetchone()
        return int(count)
