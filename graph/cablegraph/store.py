"""The graph on disk: one named graph an article, replaced as a whole; copies for readers are published."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import oxrdflib
import pyoxigraph as ox
import rdflib

from cablegraph.lock import FolderLock, read_owner
from cablegraph.queries.engine import Result, ask
from cablegraph.queries.sparql import SparqlError, explain, read_request
from cablegraph_ontology.terms import DCT, KG, PREFIXES

KEPT_COPIES = 3
"""Published copies that stay: the current one, and two for readers that have not turned to it yet."""


class StoreError(Exception):
    """The graph cannot be opened, read or written. The message is a sentence for the user."""


class StoreBusyError(StoreError):
    """Another writer has the graph open."""


StoreBusy = StoreBusyError


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much a graph holds."""

    quads: int
    things: Mapping[str, int]
    """Number of things by the local name of their class: {"Article": 2, "RoleClaim": 12}, sorted by name."""


class Store:
    """A graph of claims. Open it with `open`, `memory` or `open_published`, and close it: `with` does."""

    def __init__(
        self,
        oxigraph: ox.Store,
        *,
        path: Path | None = None,
        lock: FolderLock | None = None,
        generation: int = 0,
        copy: Path | None = None,
    ) -> None:
        self._oxigraph: ox.Store | None = oxigraph
        self._dataset: rdflib.Dataset | None = None
        self.path = path
        """The folder of the graph when it was opened for writing; None for a copy and in memory."""
        self._lock = lock
        self.generation = generation
        """Number of the published copy that this is, or that was published last; 0 when there is none."""
        self._copy = copy

    @classmethod
    def open(cls, path: str | Path, *, wait: float = 0.0) -> Store:
        """Open the graph in a folder for writing, and make it when it is not there.

        Another writer is waited for, for `wait` seconds. Raises StoreBusyError when it still has the graph
        open then, StoreError when the folder cannot be used.
        """
        folder = Path(path)
        with _plain_errors(f"Cannot open the graph in {folder}"):
            folder.mkdir(parents=True, exist_ok=True)
            lock = _locked(folder, wait)
            try:
                return cls(
                    _open_writer(folder / "store"), path=folder, lock=lock, generation=_current(folder) or 0
                )
            except BaseException:
                lock.release()
                raise

    @classmethod
    def memory(cls) -> Store:
        """Return an empty graph in memory."""
        return cls(ox.Store())

    @classmethod
    def open_published(cls, path: str | Path) -> Store:
        """Open the newest published copy for reading. A writer may work on the graph meanwhile.

        Raises StoreError when nothing was published yet.
        """
        folder = Path(path)
        if not folder.is_dir():
            raise StoreError(f"There is no graph in {folder}.")
        with _plain_errors(f"Cannot open the published graph in {folder}"):
            generation = _current(folder)
            if generation is None:
                raise StoreError(f"Nothing was published yet in {folder}. Build the graph first.")
            copy = published_copy(folder, generation)
            return cls(ox.Store.read_only(str(copy)), generation=generation, copy=copy)

    def reopened(self) -> Store | None:
        """Return the same published copy, opened anew; None when this is none, or when its folder is gone.

        A new opening has nothing in its caches, which grow to 160 MiB and which the engine cannot limit.
        """
        if self._copy is None or self._oxigraph is None:
            return None
        try:
            return Store(ox.Store.read_only(str(self._copy)), generation=self.generation, copy=self._copy)
        except OSError:
            return None

    @property
    def oxigraph(self) -> ox.Store:
        """The Oxigraph store. Raises StoreError after `close`."""
        if self._oxigraph is None:
            raise StoreError("The graph is closed.")
        return self._oxigraph

    @property
    def dataset(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset, its default graph the union of all graphs."""
        if self._dataset is None:
            backend = oxrdflib.OxigraphStore(store=self.oxigraph)
            self._dataset = rdflib.Dataset(store=backend, default_union=True)
            for prefix, namespace in PREFIXES.items():
                self._dataset.bind(prefix, namespace, override=True, replace=True)
        return self._dataset

    def replace(self, graph_iri: str, triples: str) -> None:
        """Make a named graph hold these triples, given as N-Triples, and nothing else, or leave it as it was.

        Raises StoreError when the text is not N-Triples, has a blank node, or cannot be written.
        """
        graph = ox.NamedNode(graph_iri)
        new = _parsed(triples)
        with _plain_errors("Cannot write to the graph"):
            old = {quad.triple for quad in self.oxigraph.quads_for_pattern(None, None, None, graph)}
            if not old:
                # Without an update text: a third of the time, and a large graph takes half of the memory.
                self.oxigraph.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in new)
            elif new:
                self._exchange(graph_iri, old - new, new - old)
            else:
                self.oxigraph.remove_graph(graph)

    def _exchange(self, graph_iri: str, removed: set[ox.Triple], added: set[ox.Triple]) -> None:
        """Remove and add triples of one graph in one update, which is atomic."""
        parts = [
            f"{operation} DATA {{ GRAPH <{graph_iri}> {{\n{_lines(triples)}}} }}"
            for operation, triples in (("DELETE", removed), ("INSERT", added))
            if triples
        ]
        if parts:
            self.oxigraph.update(";\n".join(parts))

    def remove(self, graph_iri: str) -> None:
        """Remove a named graph. Does nothing when it is not there."""
        with _plain_errors("Cannot write to the graph"):
            self.oxigraph.remove_graph(ox.NamedNode(graph_iri))

    def query(self, text: str) -> Result:
        """Answer a SPARQL query. The prefixes of `terms.PREFIXES` need not be declared.

        The default graph is the union of all graphs, unless the query says FROM. Raises SparqlError with line
        and column for what is not valid, and RefusedError for SERVICE.
        """
        request = read_request(text)
        if not request.is_query:
            raise SparqlError("Expected a query, found an update or nothing", text, 0)
        try:
            return ask(
                self.oxigraph,
                text,
                prefixes=request.added_prefixes(),
                use_default_graph_as_union=not request.has_dataset,
            )
        except SyntaxError as error:
            raise explain(text, str(error)) from error

    def rows(self, text: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a SELECT query as strings: the IRI or the plain value, "" for what is not bound.

        Raises what `query` raises, and ValueError when the query is not a SELECT.
        """
        solutions = self.query(text)
        if not isinstance(solutions, ox.QuerySolutions):
            raise ValueError("not a SELECT query")
        for solution in solutions:
            yield tuple(term.value if isinstance(term, _WITH_VALUE) else "" for term in solution)

    def articles(self) -> Iterator[tuple[str, str, str]]:
        """Yield (document identifier, article IRI, fingerprint of the inputs) of every article, sorted."""
        inputs = dict(self._values(KG + "inputs"))
        identifiers = self._values(DCT + "identifier")
        for document, article in sorted((d, a) for a, d in identifiers if a in inputs):
            yield document, article, inputs[article]

    def _values(self, property_iri: str) -> Iterator[tuple[str, str]]:
        """Yield the subject and the value of every triple with a property whose values are literals."""
        for quad in self.oxigraph.quads_for_pattern(None, ox.NamedNode(property_iri), None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield quad.subject.value, quad.object.value

    def sizes(self) -> Sizes:
        """Return the number of quads, and of things by class, without reading the rest of the graph."""
        things: Counter[str] = Counter()
        for name, count in self.rows("SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class"):
            if name.startswith(KG):
                things[name.removeprefix(KG)] += int(count)
        return Sizes(quads=len(self.oxigraph), things=dict(sorted(things.items())))

    def publish(self, *, kept_seconds: float = 0.0) -> Path:
        """Copy the graph as it is now for readers, and return the folder of the copy.

        The copy is made beside the others under another name, so that an interrupted one is never used.
        `kept_seconds` keeps copies that are younger, also more than KEPT_COPIES: for who publishes often.
        """
        if self.path is None:
            raise StoreError("Only a graph that was opened from a folder for writing can be published.")
        with _plain_errors(f"Cannot publish the graph in {self.path}"):
            published = self.path / "published"
            published.mkdir(exist_ok=True)
            numbers = _numbers(published)
            generation = max(numbers, default=0) + 1
            partial = published / f"{generation:06d}.partial"
            _remove_leftovers(published)
            self.oxigraph.flush()
            self.oxigraph.backup(str(partial))
            copy = published_copy(self.path, generation)
            partial.rename(copy)
            _write_whole(self.path / "current", f"{generation:06d}\n")
            self.generation = generation
            for number in sorted([*numbers, generation])[:-KEPT_COPIES]:
                old = published_copy(self.path, number)
                if time.time() - old.stat().st_mtime >= kept_seconds:
                    shutil.rmtree(old)
        return copy

    def compact(self) -> None:
        """Put the files on disk in order, so that they are read about one and a half times as fast.

        Takes about two seconds for a million quads; nothing happens to a graph in memory.
        """
        if self.path is not None:
            with _plain_errors("Cannot put the graph on disk in order"):
                self.oxigraph.optimize()

    def close(self) -> None:
        """Write everything to disk and let others open the graph. Does nothing the second time."""
        if self._oxigraph is None:
            return
        try:
            if self._lock is not None:
                with _plain_errors("Cannot write the graph to disk"):
                    self._oxigraph.flush()
        finally:
            self._oxigraph = None
            self._dataset = None
            gc.collect()  # a Dataset refers to itself; only its end closes the files
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_WITH_VALUE = (ox.NamedNode, ox.Literal)


def _parsed(triples: str) -> set[ox.Triple]:
    """Return the triples of an N-Triples text."""
    try:
        found = {quad.triple for quad in ox.parse(triples, ox.RdfFormat.N_TRIPLES)}
    except (SyntaxError, UnicodeError) as error:
        raise StoreError(f"Not N-Triples: {error}") from error
    for triple in found:
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            raise StoreError(f"A blank node, where every thing is named by an IRI: {triple}")
    return found


def _lines(triples: set[ox.Triple]) -> str:
    """Return triples as sorted N-Triples, which is also valid inside INSERT DATA."""
    return "".join(sorted(f"{triple} .\n" for triple in triples))


def _locked(folder: Path, wait: float) -> FolderLock:
    """Return the lock of a folder, waiting for another writer. Raises StoreBusyError when it takes longer."""
    until = time.monotonic() + wait
    while True:
        try:
            return FolderLock(folder)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise StoreBusyError(_busy_message(folder)) from None
            time.sleep(_SECONDS_BETWEEN_TRIES)


_SECONDS_BETWEEN_TRIES = 0.02


def _open_writer(folder: Path) -> ox.Store:
    """Open the Oxigraph store. Our lock is held, so a lock of RocksDB is one of this process."""
    try:
        return ox.Store(str(folder))
    except OSError as error:
        if "lock" in str(error).lower():
            message = (
                f"The graph in {folder.parent} is still open in this process: a dataset or result uses it."
            )
            raise StoreBusyError(message) from error
        raise


def _busy_message(folder: Path) -> str:
    """Return who has the graph open, as far as it is known."""
    owner = read_owner(folder)
    who = "another process"
    if owner is not None:
        who = f"process {owner.pid} ({owner.command}), since {owner.since}"
    return f"The graph in {folder} is being written by {who}. Wait for it to end, or read the published copy."


def _current(folder: Path) -> int | None:
    """Return the number of the published copy in use, or None when there is none."""
    try:
        text = (folder / "current").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    if re.fullmatch("[0-9]{1,9}", text) is None:
        raise StoreError(f"{folder / 'current'} does not name a published copy. Publish again.")
    return int(text)


def published_copy(folder: Path, generation: int) -> Path:
    """Return the folder of a published copy."""
    return folder / "published" / f"{generation:06d}"


def _numbers(published: Path) -> list[int]:
    """Return the numbers of the whole copies."""
    return sorted(int(entry.name) for entry in published.iterdir() if re.fullmatch("[0-9]{6,9}", entry.name))


def _remove_leftovers(published: Path) -> None:
    """Remove what an interrupted publish left."""
    for entry in published.glob("*.partial"):
        shutil.rmtree(entry)


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old text or the new one, and never a part."""
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


_CAUSES = (
    ("no space left", "the disk is full"),
    ("disk quota", "the disk quota is used up"),
    ("file too large", "the system allows no larger files"),
    ("read-only", "it can only be read"),
    ("permission denied", "permission denied"),
    ("not a directory", "it is a file, not a folder"),
    ("file exists", "it is a file, not a folder"),
    ("corruption", "its files are damaged; build it again, or restore a published copy"),
)


@contextlib.contextmanager
def _plain_errors(what: str) -> Iterator[None]:
    """Turn errors of the system and of the engine into a StoreError with a sentence."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        message = str(error)
        cause = next((plain for words, plain in _CAUSES if words in message.lower()), message)
        raise StoreError(f"{what}: {cause}.") from error
