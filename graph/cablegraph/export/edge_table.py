"""All edges that the claims make, before any is chosen: 40 bytes each in memory, the rest on disk."""

from __future__ import annotations

from array import array

from cablegraph.export.spans import Span
from cablegraph.export.spool import Spool
from cablegraph.export.views import Link

NO_CLAIM = 0
"""The claim number of an edge that no claim makes: an office and its body."""


class EdgeTable:
    """Edges by number. The arrays run side by side; `spool` holds what only the writer needs."""

    def __init__(self) -> None:
        self.nodes: dict[str, int] = {}
        self.kinds: dict[str, int] = {}
        self.source = array("I")
        self.target = array("I")
        self.kind = array("H")
        self.claim = array("I")
        self.weight = array("d")
        self.first = array("I")
        self.last = array("I")
        self.spool = Spool()
        self.columns: set[str] = set()

    def __len__(self) -> int:
        return len(self.source)

    def add(
        self,
        link: Link,
        claim: int,
        edge_id: str,
        attributes: dict[str, object],
        spells: tuple[Span, ...] = (),
        weight: float = 1.0,
    ) -> None:
        """Append an edge. `claim` counts from 1; edges of one claim must follow each other."""
        source, target, kind = link
        self.source.append(self.nodes.setdefault(source, len(self.nodes)))
        self.target.append(self.nodes.setdefault(target, len(self.nodes)))
        self.kind.append(self.kinds.setdefault(kind, len(self.kinds)))
        self.claim.append(claim)
        self.weight.append(weight)
        self.first.append(_number(spells[0][0]) if spells else 0)
        self.last.append(_number(spells[-1][1]) if spells else 0)
        self.columns.update(attributes)
        self.spool.append((edge_id, spells, attributes))

    def group(self, edge: int) -> int:
        """Return a number that edges share which have the same source, target and kind."""
        ends = self.source[edge] * len(self.nodes) + self.target[edge]
        return ends * len(self.kinds) + self.kind[edge]


def _number(day: str) -> int:
    """Return a day as a number that sorts alike: "2006-03-22" gives 20060322."""
    return int(day.replace("-", ""))


def iso_day(number: int) -> str | None:
    """Return the ISO date of such a number; None for 0, which stands for no date."""
    text = f"{number:08d}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if number else None
