"""The whole graph as N-Quads, TriG or Turtle, sorted: the same graph gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import pyoxigraph as ox

from cablegraph.export.options import OptionError, Options, Summary
from cablegraph.export.queryable import Queryable
from cablegraph.export.replace_file import replacing
from cablegraph.export.sorted_graphs import SortedGraphs
from cablegraph_ontology.terms import ID, PREFIXES, Kind

# "id:claim\/1ea7ba7de294" is no pleasure to read, so each kind of thing has a prefix: "claim:1ea7ba7de294".
FILE_PREFIXES = {name: iri for name, iri in PREFIXES.items() if name != "id"} | {
    kind.name.lower(): f"{ID}{kind.value}/" for kind in Kind
}

T = TypeVar("T")


class Dumpable(Queryable, Protocol):
    """A store that also shows the Oxigraph store under it."""

    @property
    def oxigraph(self) -> ox.Store:
        """The Oxigraph store."""


class _Counted(Generic[T]):
    """Passes items on and counts them."""

    def __init__(self, items: Iterable[T]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[T]:
        for item in self._items:
            self.count += 1
            yield item


def write_nquads(store: Dumpable, path: Path, options: Options) -> Summary:
    """Write all quads as N-Quads, one a line, the lines in the order of their bytes."""
    refuse_filters(options)
    lines = _Counted(SortedGraphs(store.oxigraph).nquads())
    with replacing(path) as out:
        out.writelines(lines)
    return Summary(paths=(path,), quads=lines.count)


def write_trig(store: Dumpable, path: Path, options: Options) -> Summary:
    """Write all quads as TriG: the graphs in the order of their names, the triples sorted in each."""
    refuse_filters(options)
    return _serialise(SortedGraphs(store.oxigraph).quads(), ox.RdfFormat.TRIG, path)


def write_turtle(store: Dumpable, path: Path, options: Options) -> Summary:
    """Write the union of all graphs as Turtle, sorted. Which article's graph a triple is from is lost."""
    refuse_filters(options)
    return _serialise(SortedGraphs(store.oxigraph).union(), ox.RdfFormat.TURTLE, path)


def refuse_filters(options: Options) -> None:
    """Raise OptionError when the options ask for a part of the graph."""
    if not options.whole:
        raise OptionError(
            "RDF formats hold the whole graph: views and filters are for gexf, graphml and csv. "
            "For some of the triples, ask a CONSTRUCT query"
        )


def _serialise(found: Iterable[ox.Quad] | Iterable[ox.Triple], format_: ox.RdfFormat, path: Path) -> Summary:
    counted: _Counted[ox.Quad | ox.Triple] = _Counted(found)
    with replacing(path) as out:
        ox.serialize(counted, out, format_, prefixes=FILE_PREFIXES)  # type: ignore[arg-type]
    return Summary(paths=(path,), quads=counted.count)
