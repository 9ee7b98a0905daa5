"""What a caller may ask of an export, and what he is told about it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cablegraph_ontology.relations import Standing


class ViewName(StrEnum):
    """Which things become nodes, and what ties them."""

    FULL = "full"
    """Everything: persons, offices, organisations, countries, policies."""
    OFFICIALS = "officials"
    """Person to organisation to country."""
    STANCES = "stances"
    """Holder to policy."""
    CRITICISM = "criticism"
    """Actor to actor: who takes a stance against something, aimed at whom."""
    COLLEAGUES = "colleagues"
    """Person to person, by the organisations that both were placed in."""
    AGREEMENT = "agreement"
    """Holder to holder, by the policies on which both were seen on the same side."""
    DISAGREEMENT = "disagreement"
    """Holder to holder, by the policies on which they were seen on opposite sides."""
    POLICIES = "policies"
    """Policy to policy, by the holders that took a side on both."""


class EdgeMode(StrEnum):
    """Whether claims that say the same stay apart."""

    CLAIMS = "claims"
    """One edge a claim."""
    MERGED = "merged"
    """One edge for all claims with the same source, target and kind."""


class Component(StrEnum):
    """Which connected parts of the graph are kept."""

    ALL = "all"
    LARGEST = "largest"


class OptionError(ValueError):
    """An option that cannot be met. The message says which, and what would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What goes into an export. Filters narrow: a claim must pass all that are set."""

    view: ViewName = ViewName.FULL
    edges: EdgeMode = EdgeMode.CLAIMS
    since: datetime.date | None = None
    """Only claims whose time reaches this day or a later one. Claims without a date do not."""
    until: datetime.date | None = None
    """Only claims whose time begins on this day or earlier."""
    country: tuple[str, ...] = ()
    """ISO 3166 alpha-3 codes: only claims that involve one of these countries or a body of theirs."""
    policy: tuple[str, ...] = ()
    """Ids or names: only stances on one of these policies."""
    standing: tuple[Standing, ...] = ()
    """Only stances with one of these standings; none given means all. Role claims have no standing."""
    confidence: float = 0.0
    """Only claims with at least this confidence, 0 to 1."""
    min_weight: float = 0.0
    """Only edges that weigh at least this when merged: 3 means said by three claims."""
    top_n: int | None = None
    """Only this many nodes: those with the largest sum of edge weights."""
    component: Component = Component.ALL
    queries: tuple[str, str] | None = None
    """Two SPARQL queries that give the nodes and the edges in the place of a view; see `queried_view`."""

    def __post_init__(self) -> None:
        """Refuse values that no graph can meet."""
        if self.since is not None and self.until is not None and self.until < self.since:
            raise OptionError(f"the window ends ({self.until}) before it starts ({self.since})")
        if not 0.0 <= self.confidence <= 1.0:
            raise OptionError(f"confidence must lie between 0 and 1, not {self.confidence}")
        if self.top_n is not None and self.top_n < 1:
            raise OptionError(f"top_n must be at least 1, not {self.top_n}")

    @property
    def narrows(self) -> bool:
        """Tell whether nodes or edges are chosen by weight, rank or connection."""
        return self.min_weight > 0 or self.top_n is not None or self.component is not Component.ALL

    @property
    def whole(self) -> bool:
        """Tell whether these are the defaults: no view chosen and nothing filtered."""
        return self == Options()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was written. `nodes`, `edges` and `claims` are 0 for formats that hold triples."""

    paths: tuple[Path, ...]
    nodes: int = 0
    edges: int = 0
    claims: int = 0
    """Claims that passed the filters."""
    quads: int = 0
    """Triples or quads, for formats that hold those."""
    warnings: tuple[str, ...] = ()
