"""How often, and from when to when, each node is named in the claims of an export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cablegraph.export.edge_table import EdgeTable
from cablegraph.export.projection import Projection
from cablegraph.export.spans import Span

_TABLE = """
CREATE TABLE seen (
    node INTEGER PRIMARY KEY, mentions INTEGER NOT NULL, first TEXT, last TEXT, undated INTEGER NOT NULL
)
"""
_USED = "SELECT source FROM edge UNION SELECT target FROM edge"


class Seen(NamedTuple):
    """How often and when a node is named in the claims of an export. Days are ISO dates."""

    iri: str
    mentions: int
    first: str | None
    last: str | None
    undated: int
    """1 when a claim without a date names it, else 0."""

    @property
    def spells(self) -> tuple[Span, ...]:
        """The days from the first to the last; none for a node that must always show.

        Gephi hides an edge when one of its ends is hidden, so that is a node with an undated edge.
        """
        if self.first is None or self.last is None or self.undated:
            return ()
        return ((self.first, self.last),)


def count_claims(table: EdgeTable) -> None:
    """Count each claim once for each node, though it may make several edges there."""
    table.database.execute(_TABLE)
    table.database.execute(
        "INSERT INTO seen SELECT node, count(DISTINCT nullif(claim, 0)), min(first), max(last),"
        " max(claim <> 0 AND first IS NULL) FROM ("
        " SELECT source AS node, claim, first, last FROM edge"
        " UNION ALL SELECT target, claim, first, last FROM edge) GROUP BY node"
    )


def count_members(table: EdgeTable, projection: Projection) -> None:
    """Count the claims behind the memberships of each node of a projection."""
    table.database.execute(_TABLE)
    for member, membership in projection.memberships():
        first, last = membership.span or (None, None)
        table.database.execute(
            "INSERT INTO seen SELECT number, ?, ?, ?, ? FROM node WHERE iri = ?"
            " ON CONFLICT (node) DO UPDATE SET mentions = mentions + excluded.mentions,"
            " first = coalesce(min(first, excluded.first), first, excluded.first),"
            " last = coalesce(max(last, excluded.last), last, excluded.last),"
            " undated = max(undated, excluded.undated)",
            (membership.claims, first, last, int(first is None), member),
        )
    table.database.execute(f"DELETE FROM seen WHERE node NOT IN ({_USED})")


def seen_nodes(table: EdgeTable) -> Iterator[Seen]:
    """Yield the nodes that were counted, by id."""
    rows = table.database.execute(
        "SELECT iri, mentions, first, last, undated FROM node CROSS JOIN seen ON seen.node = node.number"
        " ORDER BY id, number"
    )
    return map(Seen._make, rows)


def used_nodes(table: EdgeTable) -> set[str]:
    """Return the IRIs of the nodes that have an edge."""
    return {iri for (iri,) in table.database.execute(f"SELECT iri FROM node WHERE number IN ({_USED})")}
