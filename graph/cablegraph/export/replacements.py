"""Which thing a claim is about by now: people merge things that are one, and split those that are two.

The claims keep the things that they were read with. What people decided stands in the graph beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cablegraph.export.queryable import Queryable


@dataclass(frozen=True, slots=True)
class Replacements:
    """Things by IRI: what stands for a merged one, and what a split one was split from."""

    merged: dict[str, str]
    split_from: dict[str, str]

    @classmethod
    def of(cls, store: Queryable) -> Replacements:
        """Read them from the graph."""
        return cls(_pairs(store, "kg:mergedInto"), _pairs(store, "kg:splitFrom"))

    def thing(self, iri: str, refers_to: Iterable[str]) -> str:
        """Return the thing that a slot of a claim means, where the claim refers to these things split off."""
        for other in refers_to:
            if self.split_from.get(other) == iri:
                return self.merged.get(other, other)
        return self.merged.get(iri, iri)


def _pairs(store: Queryable, predicate: str) -> dict[str, str]:
    rows = store.query(f"SELECT ?one ?other WHERE {{ ?one {predicate} ?other }}")
    return dict(sorted((row["one"].value, row["other"].value) for row in rows))
