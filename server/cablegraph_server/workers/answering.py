"""Answer one query in a worker: run it, write it out, and stop at the limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import IO, TypeVar, cast

import pyoxigraph as ox

from cablegraph.queries.engine import ask
from cablegraph.queries.sparql import RefusedError, SparqlError, explain
from cablegraph_server.pump import CHUNK_BYTES, Sink
from cablegraph_server.workers.frames import Cause, Failure
from cablegraph_server.workers.job import Job
from cablegraph_server.workers.rows import Counter, row_counter
from cablegraph_server.xml_text import XmlSink, is_xml

T = TypeVar("T")


class LimitError(Exception):
    """The answer is larger than one answer may be."""

    def __init__(self, cause: Cause, detail: str) -> None:
        super().__init__(detail)
        self.cause = cause


def answer(store: ox.Store, job: Job, send: Callable[[bytes], None]) -> bytes:
    """Run a query and send its result in chunks; return the last chunk, which is not sent.

    Raises LimitError, and what the engine raises; `failure` makes sense of them.
    """
    result = _query(store, job)
    if isinstance(result, ox.QueryTriples):
        sink = _LimitedSink(send, job)
        triples = _counted(result, job.most_rows)
        ox.serialize(triples, _output(sink, job), cast(ox.RdfFormat, job.writer))
    else:
        writer = cast(ox.QueryResultsFormat, job.writer)
        sink = _LimitedSink(send, job, row_counter(writer))
        result.serialize(_output(sink, job), writer)
    return sink.rest()


def failure(error: BaseException, query: str) -> Failure:
    """Return what to say of an exception of `answer`, or of `read_request`."""
    if isinstance(error, SyntaxError):
        error = explain(query, str(error))
    if isinstance(error, SparqlError):
        cause = Cause.REFUSED if isinstance(error, RefusedError) else Cause.INVALID
        return Failure(cause, f"{error.message}.", error.line, error.column)
    if isinstance(error, LimitError):
        return Failure(error.cause, str(error))
    if isinstance(error, MemoryError):
        return Failure(Cause.MEMORY, "The query needs more memory than one query may use.")
    if isinstance(error, ValueError):
        return Failure(Cause.INVALID, f"The query cannot be answered: {error}")
    return Failure(Cause.ENGINE, f"The query failed: {error}")


def _query(store: ox.Store, job: Job) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    if job.default_graphs is None:
        return ask(
            store,
            job.query,
            base_iri=job.base,
            prefixes=job.prefixes,
            use_default_graph_as_union=job.union,
        )
    return ask(
        store,
        job.query,
        base_iri=job.base,
        prefixes=job.prefixes,
        default_graph=[ox.NamedNode(iri) if iri else ox.DefaultGraph() for iri in job.default_graphs],
        named_graphs=[ox.NamedNode(iri) for iri in job.named_graphs],
    )


def _output(sink: _LimitedSink, job: Job) -> IO[bytes]:
    # The engine calls nothing but `write` and `flush`.
    return cast(IO[bytes], XmlSink(cast(Sink, sink)) if is_xml(job.writer) else sink)


def _counted(items: Iterable[T], most: int) -> Iterator[T]:
    for number, item in enumerate(items):
        if number == most:
            raise _too_many_rows(most)
        yield item


def _too_many_rows(most: int) -> LimitError:
    return LimitError(Cause.ROWS, f"The result has more than {most} rows. Ask for fewer with LIMIT.")


class _LimitedSink:
    """Gathers what the engine writes into chunks, and raises when it is too much."""

    def __init__(self, send: Callable[[bytes], None], job: Job, count: Counter | None = None) -> None:
        self._send = send
        self._count = count
        self._rows, self._most_rows = 0, job.most_rows
        self._bytes, self._most_bytes = 0, job.most_bytes
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._buffer += data
        if len(self._buffer) >= CHUNK_BYTES:
            self._send(self.rest())
        return len(data)

    def flush(self) -> None:
        """Do nothing: chunks are sent when they are full."""

    def rest(self) -> bytes:
        """Return what was gathered since the last chunk. Raises LimitError when the answer is too large."""
        chunk = bytes(self._buffer)
        self._buffer.clear()
        self._bytes += len(chunk)
        if self._bytes > self._most_bytes:
            raise LimitError(Cause.BYTES, f"The result has more than {self._most_bytes} bytes.")
        if self._count is not None:
            self._rows += self._count(chunk)
            if self._rows > self._most_rows:
                raise _too_many_rows(self._most_rows)
        return chunk
