"""How often, and from when to when, each node is named in the claims of an export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cablegraph.export.edge_table import NO_CLAIM, EdgeTable
from cablegraph.export.projection import Projection


@dataclass(slots=True)
class Seen:
    """How often and when a node is named in the claims of an export. Days are numbers; 0 is none."""

    mentions: int = 0
    first: int = 0
    last: int = 0
    undated: bool = False
    latest_claim: int = NO_CLAIM

    def note(self, first: int, last: int) -> None:
        """Count one claim, from its first day to its last."""
        self.mentions += 1
        if not first:
            self.undated = True
            return
        self.first = min(self.first or first, first)
        self.last = max(self.last, last)


def count_claims(table: EdgeTable, kept: Sequence[int]) -> dict[int, Seen]:
    """Count each claim once for each node, though it may make several edges there."""
    seen: dict[int, Seen] = {}
    for edge in kept:
        claim = table.claim[edge]
        for node in (table.source[edge], table.target[edge]):
            known = seen.setdefault(node, Seen())
            if claim not in (NO_CLAIM, known.latest_claim):
                known.latest_claim = claim
                known.note(table.first[edge], table.last[edge])
    return seen


def count_members(table: EdgeTable, projection: Projection) -> dict[int, Seen]:
    """Count the claims behind the memberships of each node of a projection."""
    seen: dict[int, Seen] = {}
    for member, membership in projection.memberships():
        if member in table.nodes:
            known = seen.setdefault(table.nodes[member], Seen())
            span = membership.span
            first, last = (int(day.replace("-", "")) for day in span) if span else (0, 0)
            known.note(first, last)
            known.mentions += membership.claims - 1
    return seen
