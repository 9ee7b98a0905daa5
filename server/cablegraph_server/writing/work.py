"""The changes that can be made to a graph, and how: parse first, then write, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

import pyoxigraph as ox

from cablegraph.queries.sparql import RefusedError, SparqlError, explain, read_request
from cablegraph_server.writing.update_text import with_dataset, without_silent_loads


@dataclass(frozen=True, slots=True)
class Done:
    """A change that is on disk and visible to readers."""

    created: bool = False
    """True when the graph was not there before."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that was not made, and the sentence that says why."""

    status: HTTPStatus
    detail: str
    line: int | None = None
    column: int | None = None
    retry_after: int | None = None
    """Seconds after which it may work."""


class RefusedWorkError(Exception):
    """Carries what is answered out of the middle of the work."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.detail)
        self.refused = refused


class Work(Protocol):
    """A change, as it travels to the writer."""

    def prepare(self) -> Change:
        """Read what was sent, before the graph is opened. Raises `RefusedWorkError`."""


class Change(Protocol):
    """A change that is ready to be made."""

    def apply(self, store: ox.Store) -> Done:
        """Make the change as a whole or not at all. Raises `RefusedWorkError`."""


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update as it was sent, and the graphs that the protocol names for its WHERE clauses."""

    text: str
    base: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()

    def prepare(self) -> _Operations:
        """Read the update. Raises `RefusedWorkError` for SERVICE, LOAD, a query, and what is no SPARQL.

        That takes a second for a megabyte, which is why it is done here and not in the server's process.
        """
        try:
            text = without_silent_loads(self.text)
            parsed = read_request(text)
            if parsed.is_query:
                raise RefusedWorkError(
                    Refused(HTTPStatus.BAD_REQUEST, "This is a query. Send it as a query.")
                )
            if self.using or self.using_named:
                text = with_dataset(text, _nodes(self.using), _nodes(self.using_named))
        except RefusedError as error:
            raise _problem(HTTPStatus.FORBIDDEN, error) from error
        except SparqlError as error:
            raise _problem(HTTPStatus.BAD_REQUEST, error) from error
        return _Operations(text, self.base, parsed.added_prefixes())


@dataclass(frozen=True, slots=True)
class _Operations:
    text: str
    base: str
    prefixes: dict[str, str]

    def apply(self, store: ox.Store) -> Done:
        """Make all operations in one transaction."""
        try:
            store.update(self.text, base_iri=self.base, prefixes=self.prefixes)
        except SyntaxError as error:
            raise _problem(HTTPStatus.BAD_REQUEST, explain(self.text, str(error))) from error
        except ValueError as error:
            refused = Refused(HTTPStatus.BAD_REQUEST, f"The update is not valid: {error}.")
            raise RefusedWorkError(refused) from error
        except RuntimeError as error:
            # The engine says so when a graph is missing, or there already, and SILENT is not said.
            raise RefusedWorkError(Refused(HTTPStatus.CONFLICT, f"Nothing was changed: {error}.")) from error
        return Done()


@dataclass(frozen=True, slots=True)
class Document:
    """A document with triples, as it was sent."""

    data: bytes
    media_type: str
    base: str


@dataclass(frozen=True, slots=True)
class Deposit:
    """Documents that become a graph, or are added to it."""

    graph: str | None
    """The name of the graph; None for the default graph."""
    documents: tuple[Document, ...]
    replace: bool

    def prepare(self) -> _Triples:
        """Parse the documents. Raises `RefusedWorkError` with line and column for what is not valid."""
        triples = frozenset(triple for document in self.documents for triple in _parsed(document))
        return _Triples(self.graph, triples, self.replace)


@dataclass(frozen=True, slots=True)
class _Triples:
    graph: str | None
    triples: frozenset[ox.Triple]
    replace: bool

    def apply(self, store: ox.Store) -> Done:
        """Write the triples in one transaction."""
        graph = ox.DefaultGraph() if self.graph is None else ox.NamedNode(self.graph)
        created = isinstance(graph, ox.NamedNode) and not store.contains_named_graph(graph)
        if self.replace and not created:
            self._exchange(store, graph)
        elif self.triples:
            # A third of the time that an update with the same triples takes.
            store.load(_lines(self.triples).encode(), ox.RdfFormat.N_TRIPLES, to_graph=graph)
        elif isinstance(graph, ox.NamedNode):
            store.add_graph(graph)
        return Done(created)

    def _exchange(self, store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> None:
        """Make the graph hold the triples and nothing else; what is in both is not touched."""
        old = {q.triple for q in store.quads_for_pattern(None, None, None, graph) if not _has_blank(q.triple)}
        place = f"GRAPH {graph} {{{{ {{}} }}}}" if isinstance(graph, ox.NamedNode) else "{}"
        # Blank nodes have no name by which they could be the same.
        blank = "FILTER(isBlank(?s) || isBlank(?o))"
        everything = place.format("?s ?p ?o")
        store.update(
            f"DELETE {{ {everything} }} WHERE {{ {everything} {blank} }} ;\n"
            f"DELETE DATA {{ {place.format(_lines(old - self.triples))} }} ;\n"
            f"INSERT DATA {{ {place.format(_lines(self.triples - old))} }}"
        )


@dataclass(frozen=True, slots=True)
class Removal:
    """A graph that is removed."""

    graph: str | None
    """The name of the graph; None for the default graph, which is only emptied."""

    def prepare(self) -> Removal:
        """Return the removal itself."""
        return self

    def apply(self, store: ox.Store) -> Done:
        """Remove the graph. Raises `RefusedWorkError` when there is none of this name."""
        if self.graph is None:
            store.clear_graph(ox.DefaultGraph())
            return Done()
        graph = ox.NamedNode(self.graph)
        if not store.contains_named_graph(graph):
            raise RefusedWorkError(Refused(HTTPStatus.NOT_FOUND, "There is no graph of this name."))
        store.remove_graph(graph)
        return Done()


def _lines(triples: AbstractSet[ox.Triple]) -> str:
    """Return triples as N-Triples, which is also valid inside of INSERT DATA."""
    return "".join(f"{triple} .\n" for triple in triples)


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _parsed(document: Document) -> Iterator[ox.Triple]:
    rdf_format = ox.RdfFormat.from_media_type(document.media_type)
    try:
        for quad in ox.parse(
            document.data,
            rdf_format,
            base_iri=document.base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        ):
            yield quad.triple
    except SyntaxError as error:
        detail = f"The document is not valid {document.media_type}: {error.msg}."
        raise RefusedWorkError(Refused(HTTPStatus.BAD_REQUEST, detail, error.lineno, error.offset)) from error
    except ValueError as error:
        detail = f"The document is not valid {document.media_type}: {error}."
        raise RefusedWorkError(Refused(HTTPStatus.BAD_REQUEST, detail)) from error


def _nodes(iris: tuple[str, ...]) -> tuple[ox.NamedNode, ...]:
    return tuple(ox.NamedNode(iri) for iri in iris)


def _problem(status: HTTPStatus, error: SparqlError) -> RefusedWorkError:
    return RefusedWorkError(Refused(status, f"{error.message}.", line=error.line, column=error.column))
