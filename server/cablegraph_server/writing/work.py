"""The changes that can be made to a graph, and how: parse first, then write, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

import pyoxigraph as ox

from cablegraph.sparql import SparqlError, explain
from cablegraph_ontology.terms import PREFIXES


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
    """A SPARQL update that was read and found harmless."""

    text: str
    base: str
    prefixes: frozenset[str]
    """The predeclared prefixes that hold, by name."""

    def prepare(self) -> Update:
        """Return the update itself: the engine reads it."""
        return self

    def apply(self, store: ox.Store) -> Done:
        """Make all operations of the update in one transaction."""
        prefixes = {name: PREFIXES[name] for name in sorted(self.prefixes)}
        try:
            store.update(self.text, base_iri=self.base, prefixes=prefixes)
        except SyntaxError as error:
            raise _syntax_problem(explain(self.text, str(error))) from error
        except ValueError as error:
            raise RefusedWorkError(
                Refused(HTTPStatus.BAD_REQUEST, f"The update is not valid: {error}.")
            ) from error
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
        triples = {triple for document in self.documents for triple in _parsed(document)}
        return _Triples(self.graph, tuple(triples), self.replace)


@dataclass(frozen=True, slots=True)
class _Triples:
    graph: str | None
    triples: tuple[ox.Triple, ...]
    replace: bool

    def apply(self, store: ox.Store) -> Done:
        if self.graph is None:
            store.update("".join(_operations(self.triples, "", "CLEAR DEFAULT ;\n" if self.replace else "")))
            return Done()
        graph = ox.NamedNode(self.graph)
        created = not store.contains_named_graph(graph)
        first = f"DROP SILENT GRAPH {graph} ;\n" if self.replace else ""
        store.update(
            "".join(_operations(self.triples, f"GRAPH {graph} ", f"{first}CREATE SILENT GRAPH {graph} ;\n"))
        )
        return Done(created)


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


def _operations(triples: tuple[ox.Triple, ...], graph: str, first: str) -> Iterator[str]:
    """Yield an update that adds triples to a graph. In INSERT DATA, blank nodes become new ones."""
    yield first
    yield "INSERT DATA { "
    if graph:
        yield f"{graph}{{\n"
    for triple in triples:
        yield f"{triple} .\n"
    yield "} }" if graph else "}"


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


def _syntax_problem(error: SparqlError) -> RefusedWorkError:
    return RefusedWorkError(
        Refused(HTTPStatus.BAD_REQUEST, f"{error.message}.", line=error.line, column=error.column)
    )
