"""The edges of a view, one a claim, in memory and column by column: the fast way to frames and networks.

`open_view` gives the same, one edge at a time and in constant memory; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cablegraph.export.attributes import EDGE_COLUMNS, NODE_COLUMNS
from cablegraph.export.claims import ClaimRow, Source, read_sources
from cablegraph.export.filters import passes
from cablegraph.export.graphml import joined
from cablegraph.export.options import EdgeMode, Options
from cablegraph.export.projection import RULES
from cablegraph.export.queryable import Queryable
from cablegraph.export.things import Things, ThingsInMemory, one_line
from cablegraph.export.views import VIEWS, View, kind_label
from cablegraph.export.xml_text import legal
from cablegraph.research.claim_rows import claim_rows
from cablegraph_ontology.terms import ID

EDGE_NAMES = ("source", "target", "id", "kind", "label", "weight")

Cells = dict[str, list[Any]]


def is_plain(options: Options) -> bool:
    """Tell whether a view can be read column by column: nothing is merged, projected or chosen by weight."""
    special = options.view in RULES or options.queries is not None
    return options.edges is EdgeMode.CLAIMS and not special and not options.narrows


@dataclass(slots=True)
class _Edges:
    """Edges as parallel lists; `claim` is the place of the claim among those chosen, -1 for none."""

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    id: list[str] = field(default_factory=list)
    claim: list[int] = field(default_factory=list)

    def add(self, source: str, target: str, kind: str, edge_id: str, claim: int) -> None:
        self.source.append(source)
        self.target.append(target)
        self.kind.append(kind)
        self.id.append(edge_id)
        self.claim.append(claim)


def claim_edges(store: Queryable, options: Options) -> tuple[Cells, Cells]:
    """Return the columns of the nodes and of the edges. Raises OptionError for options that cannot be met."""
    things, sources = ThingsInMemory(store), read_sources(store)
    test, view = passes(options, things), VIEWS[options.view]
    edges = _Edges()
    claims: list[ClaimRow] = []
    every = options == Options(view=options.view)
    for row in claim_rows(store, sources):
        if not (every or test(row)):
            continue
        edge_id = row.iri.removeprefix(ID)
        number = 0
        for number, (source, target, kind) in enumerate(view.links(row, things), 1):
            edges.add(source, target, kind, edge_id if number == 1 else f"{edge_id}-{number}", len(claims))
        if number:
            claims.append(row)
    _add_structure(edges, view, things)
    return _node_cells(edges, claims, things), _edge_cells(edges, claims, things, sources)


def _add_structure(edges: _Edges, view: View, things: Things) -> None:
    """Add what ties the nodes to what they are part of, and those things to theirs."""
    seen = {*edges.source, *edges.target}
    waiting = sorted(seen)
    while waiting:
        found: list[str] = []
        for iri in waiting:
            for source, target, kind in view.structure(things.get(iri)):
                edges.add(
                    source, target, kind, f"{source.removeprefix(ID)} {kind} {target.removeprefix(ID)}", -1
                )
                if target not in seen:
                    seen.add(target)
                    found.append(target)
        waiting = sorted(found)


def _edge_cells(edges: _Edges, claims: list[ClaimRow], things: Things, sources: dict[str, Source]) -> Cells:
    ids = {iri: iri.removeprefix(ID) for iri in {*edges.source, *edges.target}}
    labels = {kind: kind_label(kind) for kind in set(edges.kind)}
    cells: Cells = {
        "source": [ids[iri] for iri in edges.source],
        "target": [ids[iri] for iri in edges.target],
        "id": edges.id,
        "kind": edges.kind,
        "label": [labels[kind] for kind in edges.kind],
        "weight": [1.0] * len(edges.id),
    }
    said = _said(claims, things, sources)
    for column in EDGE_COLUMNS:
        if column.name in said:
            # The place -1, of edges without a claim, is the None at the end.
            values = [*plain_cells(column.name, said[column.name]), None]
            if any(value is not None for value in values):
                cells[column.name] = [values[place] for place in edges.claim]
    return cells


def _said(claims: list[ClaimRow], things: Things, sources: dict[str, Source]) -> Cells:
    """Return what all edges of a claim share: see `claim_attributes`."""
    used = {iri for row in claims for iri in (row.speaker, row.policy, row.target) if iri is not None}
    names: dict[str | None, str] = {iri: things.get(iri).name for iri in used}
    roles = {role: one_line(role) for role in {row.role for row in claims} if role is not None}
    return {
        "confidence": [row.confidence for row in claims],
        "n_claims": [1] * len(claims),
        "n_sources": [1] * len(claims),
        "polarity": [float(row.polarity) if row.kind == "stance" else None for row in claims],
        "standing": [row.standing for row in claims],
        "modality": [row.modality for row in claims],
        "voice": [row.voice for row in claims],
        "hedged": [row.hedged for row in claims],
        "act": [row.act for row in claims],
        "role": [None if row.role is None else roles[row.role] for row in claims],
        "status": [row.status for row in claims],
        "speaker": [names.get(row.speaker, row.speaker_text) for row in claims],
        "policy": [names.get(row.policy) for row in claims],
        "addressee": [names.get(row.target) for row in claims],
        "date_start": [None if row.span is None else row.span[0] for row in claims],
        "date_end": [None if row.span is None else row.span[1] for row in claims],
        "year": [None if row.span is None else int(row.span[0][:4]) for row in claims],
        "sources": [sources[row.article].address for row in claims],
        "quote": [row.quote for row in claims],
        "claim": [row.iri for row in claims],
    }


def _node_cells(edges: _Edges, claims: list[ClaimRow], things: Things) -> Cells:
    named = _named(edges)
    iris = sorted(named, key=lambda iri: iri.removeprefix(ID))
    found = [things.get(iri) for iri in iris]
    spans = [[claims[c].span for c in sorted(named[iri])] for iri in iris]
    values: Cells = {
        "id": [thing.id for thing in found],
        "label": [thing.name for thing in found],
        "type": [thing.type for thing in found],
        "uri": iris,
        "iso3": [things.iso3_of(iri) for iri in iris],
        "aliases": [thing.aliases or None for thing in found],
        "mentions": [len(named[iri]) for iri in iris],
        "first_seen": [min((s[0] for s in seen if s is not None), default=None) for seen in spans],
        "last_seen": [max((s[1] for s in seen if s is not None), default=None) for seen in spans],
        "latitude": [thing.latitude for thing in found],
        "longitude": [thing.longitude for thing in found],
    }
    used = [c.name for c in NODE_COLUMNS if any(value is not None for value in values[c.name])]
    return {name: plain_cells(name, values[name]) for name in ("id", "label", *used)}


def _named(edges: _Edges) -> dict[str, set[int]]:
    """Return the nodes, with the claims that name them."""
    named: dict[str, set[int]] = {}
    for ends in (edges.source, edges.target):
        for iri, claim in zip(ends, edges.claim, strict=True):
            known = named.get(iri)
            if known is None:
                known = named[iri] = set()
            if claim >= 0:
                known.add(claim)
    return named


# Words of articles and of people; all other texts are our own.
_TEXTS = ("label", "quote", "role", "speaker", "policy", "addressee")
_LISTS = ("aliases", "shared", "sources")


def plain_cells(name: str, values: Sequence[Any]) -> list[Any]:
    """Return the values of a column as plain values: lists joined, and no character that XML forbids."""
    if name in _LISTS:
        values = [joined(value) if isinstance(value, list) else value for value in values]
    if name in _TEXTS or name in _LISTS:
        return list(_legal(values))
    return list(values)


def _legal(values: Iterable[str | None]) -> Iterable[str | None]:
    return (text if text is None or text.isprintable() else legal(text) for text in values)
