"""The articles of an export in a temporary file: where each is found, and when it came out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from cablegraph.export.bounded_reader import BoundedReader
from cablegraph.export.claims import Source, sources_of

# Few: the claims of twenty articles are as many rows as the reader reads from one opening.
ARTICLES_PER_QUERY = 20

_TYPED = "SELECT ?a WHERE { ?a a kg:Article }"
_ONLY_NAMED = "SELECT DISTINCT ?a WHERE { ?c kg:article ?a FILTER NOT EXISTS { ?a a kg:Article } }"


class Articles:
    """The articles by IRI, in order."""

    def __init__(self, reader: BoundedReader, database: sqlite3.Connection) -> None:
        self._reader, self._database = reader, database
        database.execute(
            "CREATE TABLE article (iri TEXT PRIMARY KEY, address TEXT, published TEXT) WITHOUT ROWID"
        )
        self._add(reader.all_rows(_TYPED))

    def add_only_named(self) -> bool:
        """Add the articles of which nothing is known but that claims stand in them; tell whether any were.

        A graph put together by hand may have such. To look for them takes longer than to list all others, and
        as much memory as the engine takes.
        """
        return self._add(self._reader.query(_ONLY_NAMED)) > 0

    def batches(self) -> Iterator[dict[str, Source]]:
        """Yield the sources of some articles at a time, by IRI, in order."""
        iri = ""
        while True:
            rows = self._database.execute(
                "SELECT iri FROM article WHERE iri > ? ORDER BY iri LIMIT ?", (iri, ARTICLES_PER_QUERY)
            ).fetchall()
            if not rows:
                return
            sources = sources_of(self._reader, [row[0] for row in rows])
            self._database.executemany(
                "UPDATE article SET address = ?, published = ? WHERE iri = ?",
                ((source.address, source.published, article) for article, source in sources.items()),
            )
            yield sources
            iri = rows[-1][0]

    def address(self, iri: str) -> str:
        """Return where an article of an earlier batch is found."""
        (address,) = self._database.execute("SELECT address FROM article WHERE iri = ?", (iri,)).fetchone()
        return str(address)

    def newest(self) -> str | None:
        """Return the day of the newest article of all batches, ISO; None when no article has a day."""
        (day,) = self._database.execute("SELECT max(published) FROM article").fetchone()
        return None if day is None else str(day)

    def _add(self, rows: Iterable[Any]) -> int:
        """Add articles; return how many are new."""
        found = ((row[0].value,) for row in rows)
        return self._database.executemany("INSERT OR IGNORE INTO article (iri) VALUES (?)", found).rowcount
