"""What the exports need of a store."""

from __future__ import annotations

from typing import Any, Protocol


class Queryable(Protocol):
    """Anything that answers SPARQL over the union of all graphs, with the usual prefixes declared."""

    def query(self, text: str, /) -> Any:
        """Return what pyoxigraph returns for the query."""
