"""Seven shapes of queries, as people and programs ask them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from cablegraph_ontology.terms import PREFIXES

_PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("kg", "rdfs"))
_VARIANTS = 100


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape and its queries; several, where an answer could be kept ready otherwise."""

    name: str
    queries: Sequence[str]


def shapes(store: ox.Store) -> list[Shape]:
    """Return the shapes, about things that are in the graph."""
    people = _most(store, "kg:person", _VARIANTS)
    [country] = _most(store, "kg:holder", 1)
    return [
        Shape("lookup", [_select(f"?label {{ <{iri}> rdfs:label ?label }}") for iri in people]),
        Shape("ask", [_PROLOGUE + f"ASK {{ ?c kg:person <{iri}> ; kg:office ?o }}" for iri in people]),
        Shape(
            "join",
            [
                _select(
                    f"?label ?n {{ ?c kg:holder <{country}> ; kg:polarity ?n ; kg:policy/rdfs:label ?label }}"
                )
            ],
        ),
        Shape("regex", [_select('?c ?q { ?c kg:quote ?q FILTER(REGEX(?q, "said on mon.* that z", "i")) }')]),
        Shape(
            "aggregate",
            [
                _select(
                    "?iso (COUNT(*) AS ?n) (AVG(?p) AS ?mean) "
                    "{ ?c kg:holder/kg:iso3 ?iso ; kg:polarity ?p } GROUP BY ?iso ORDER BY ?iso"
                )
            ],
        ),
        Shape(
            "path", [_select(f"?x {{ <{iri}> (kg:worksFor/kg:country/^kg:country)+ ?x }}") for iri in people]
        ),
        Shape("large", [_select("* { ?s ?p ?o } LIMIT 50000")]),
    ]


def _select(rest: str) -> str:
    return f"{_PROLOGUE}SELECT {rest}"


def _most(store: ox.Store, predicate: str, count: int) -> list[str]:
    """Return the things that stand most often behind a property."""
    query = _select(f"?x {{ ?c {predicate} ?x }} GROUP BY ?x ORDER BY DESC(COUNT(*)) ?x LIMIT {count}")
    rows = store.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return [row["x"].value for row in rows]
