"""The triples of a store in an order that depends on nothing but the triples."""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from typing import cast

import pyoxigraph as ox

from cablegraph.export.sorted_lines import sorted_lines

_BLANK = re.compile(rb"_:|<[^>]*> <[^>]*> _:")
_FIND_BLANK = "SELECT ?s ?p ?o ?g WHERE {{ {} FILTER(isBlank(?s) || isBlank(?o)) }}"

# Kept in memory up to this size; an article's graph is far smaller.
_IN_MEMORY = 1_000_000


class SortedGraphs:
    """A view of a store: its graphs by name, and in each the triples as sorted N-Triples lines.

    The names of blank nodes are made from what is said of them (RDFC-1.0), as a store makes them up anew each
    time that it reads a file.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._blank = _canonical_blanks(store)

    def names(self) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
        """Return the names of the graphs, the default graph first."""
        named = sorted(self._store.named_graphs(), key=lambda graph: graph.value)
        return [ox.DefaultGraph(), *named]

    def lines(self, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> Iterator[bytes]:
        """Yield the triples of one graph as N-Triples lines, in no order."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
            self._store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)
            file.seek(0)
            for line in file:
                if not self._blank or _BLANK.match(line) is None:
                    yield line
        yield from self._blank.get(str(graph), ())

    def quads(self) -> Iterator[ox.Quad]:
        """Yield all quads: by graph, then by the bytes of their N-Triples lines."""
        for graph in self.names():
            for triple in _parsed(sorted_lines(self.lines(graph))):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def union(self) -> Iterator[ox.Triple]:
        """Yield the triples of all graphs, each once, sorted."""
        return _parsed(sorted_lines(line for graph in self.names() for line in self.lines(graph)))

    def nquads(self) -> Iterator[bytes]:
        """Yield all quads as N-Quads lines, sorted."""
        if self._blank:
            return sorted_lines(line for graph in self.names() for line in self._in_graph(graph))
        return self._dumped()

    def _dumped(self) -> Iterator[bytes]:
        with tempfile.TemporaryFile() as file:
            self._store.dump(file, ox.RdfFormat.N_QUADS)
            file.seek(0)
            yield from sorted_lines(file)

    def _in_graph(self, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> Iterator[bytes]:
        end = b" .\n" if isinstance(graph, ox.DefaultGraph) else f" {graph} .\n".encode()
        return (line.removesuffix(b" .\n") + end for line in self.lines(graph))


def _parsed(lines: Iterator[bytes]) -> Iterator[ox.Triple]:
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        file.writelines(lines)
        file.seek(0)
        for quad in ox.parse(file, ox.RdfFormat.N_TRIPLES):
            yield quad.triple


def _canonical_blanks(store: ox.Store) -> dict[str, list[bytes]]:
    """Return, by graph, the lines of the triples that have a blank node, with lasting names for those."""
    dataset = ox.Dataset()
    for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"):
        rows = cast(ox.QuerySolutions, store.query(_FIND_BLANK.format(pattern)))
        for subject, predicate, value, graph in rows:
            dataset.add(ox.Quad(subject, predicate, value, graph or ox.DefaultGraph()))
    if not len(dataset):
        return {}
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines: dict[str, list[bytes]] = defaultdict(list)
    for quad in dataset:
        lines[str(quad.graph_name)].append(f"{quad.triple} .\n".encode())
    return dict(lines)
