"""A pair of queries in the place of a view."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from tests.graph.export.odd_graph import odd_store

from cablegraph.export import EXPORTERS, Component, EdgeMode, OptionError, Options, ViewName
from cablegraph.export.graph_view import open_view
from cablegraph.export.lint import lint
from cablegraph.store import Store

NODES = 'SELECT ?id ?label ?type (1 AS ?size) WHERE { ?id a kg:Country ; rdfs:label ?label BIND("country" AS ?type) }'
EDGES = """
SELECT ?source ?target ("targets" AS ?kind) (COUNT(?c) AS ?weight) (AVG(?p) AS ?mean) (MIN(?d) AS ?start)
WHERE { ?c kg:holder ?source ; kg:target ?target ; kg:polarity ?p OPTIONAL { ?c kg:date ?d } }
GROUP BY ?source ?target
"""


def test_the_file_holds_what_the_queries_give(seeded: Store, tmp_path: Path) -> None:
    path = tmp_path / "graph.gexf"
    summary = EXPORTERS["gexf"](seeded, path, Options(queries=(NODES, EDGES)))
    assert lint(path) == []
    graph = nx.read_gexf(path)
    rows = list(seeded.rows(EDGES))
    assert summary.edges == graph.number_of_edges() == len(rows) > 50
    source, target, _, weight, mean, _ = rows[0]
    short = (iri.rpartition("/id/")[2] for iri in (source, target))
    edge = graph.edges[(*short, "0")] if graph.is_multigraph() else graph.edges[tuple(short)]
    assert edge["weight"] == float(weight)
    assert edge["mean"] == pytest.approx(float(mean))
    countries = [data for _, data in graph.nodes(data=True) if data["type"] == "country"]
    assert countries and all(data["size"] == 1 for data in countries if "size" in data)


@pytest.mark.parametrize("name", ["gexf", "graphml", "csv", "parquet", "kgtk"])
@pytest.mark.parametrize("edges", EdgeMode)
def test_every_graph_format_takes_them_and_is_the_same_twice(
    name: str, edges: EdgeMode, tmp_path: Path
) -> None:
    pair = (
        "SELECT ?id ?label ?note { ?id rdfs:label ?label OPTIONAL { ?id kg:iso3 ?note } }",
        "SELECT ?source ?target ?kind ?q ?start ?end "
        "{ ?c kg:holder ?source ; ?kind ?target ; kg:quote ?q OPTIONAL { ?c kg:dateFrom ?start }"
        " OPTIONAL { ?c kg:dateTo ?end } FILTER(?kind IN (kg:policy, kg:target)) }",
    )
    contents = []
    for folder in ("once", "again"):
        path = tmp_path / folder
        summary = EXPORTERS[name](odd_store(4), path, Options(queries=pair, edges=edges))
        assert summary.nodes > 5 and summary.edges > 5
        contents.append(
            [file.read_bytes() for file in ([path] if path.is_file() else sorted(path.iterdir()))]
        )
        if name == "gexf":
            assert lint(path) == []
    assert contents[0] == contents[1]


def test_the_choice_by_weight_and_rank_works(seeded: Store) -> None:
    options = Options(queries=(NODES, EDGES), top_n=5, component=Component.LARGEST)
    with open_view(seeded, options) as graph:
        assert 2 <= len(graph.nodes) <= 5
        assert graph.n_edges == len(list(graph.edges()))


@pytest.mark.parametrize(
    ("nodes", "edges", "options", "words"),
    [
        ("SELECT ?x { ?x a kg:Country }", EDGES, {}, "needs a variable [?]id"),
        (NODES, "SELECT ?source { ?source a kg:Country }", {}, "needs a variable [?]target"),
        ("ASK {}", EDGES, {}, "SELECT"),
        (NODES, 'SELECT ("a" AS ?source) ("b" AS ?target) (0 AS ?weight) {}', {}, "above 0"),
        (
            NODES,
            'SELECT ("a" AS ?source) ("b" AS ?target) (1 AS ?type) {}',
            {},
            "cannot have a column 'type'",
        ),
        (
            NODES,
            'SELECT ("a" AS ?source) ("b" AS ?target) (1 AS ?m) (2 AS ?M) {}',
            {},
            "cannot have a column",
        ),
        (NODES, 'SELECT ("a" AS ?source) ?target { OPTIONAL { ?target a kg:No } }', {}, "no [?]target"),
        (NODES, EDGES, {"view": ViewName.STANCES}, "view goes into their text"),
        (NODES, EDGES, {"confidence": 0.5}, "confidence goes into their text"),
    ],
)
def test_what_no_graph_can_be_made_of_is_an_error(
    seeded: Store, nodes: str, edges: str, options: dict[str, object], words: str
) -> None:
    with (
        pytest.raises(OptionError, match=words),
        open_view(seeded, Options(queries=(nodes, edges), **options)),  # type: ignore[arg-type]
    ):
        pass
