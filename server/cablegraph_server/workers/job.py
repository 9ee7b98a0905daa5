"""What a worker is asked, in a form that travels as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A query to answer: from which copy of the graph, seen how, written how, and how much at most."""

    folder: str
    """The published copy, a folder that does not change any more."""
    query: str
    base: str | None
    prefixes: dict[str, str]
    union: bool
    """Whether the default graph is the union of all graphs; false when the query says FROM."""
    default_graphs: list[str] | None
    """Graphs that the protocol names, "" for the default graph; None when it names no dataset at all."""
    named_graphs: list[str]
    media_type: str
    is_graph: bool
    """Whether the media type is one of RDF rather than of rows: "application/json" could be both."""
    most_rows: int
    most_bytes: int

    @property
    def writer(self) -> QueryResultsFormat | RdfFormat:
        """The engine's name of the format. Raises ValueError for a media type that it does not know."""
        formats: type[QueryResultsFormat | RdfFormat] = RdfFormat if self.is_graph else QueryResultsFormat
        found = formats.from_media_type(self.media_type)
        if found is None:
            raise ValueError(f"no format has the media type {self.media_type}")
        return found

    def encode(self) -> bytes:
        """Return the job as bytes."""
        return json.dumps({name: getattr(self, name) for name in _NAMES}).encode()

    @classmethod
    def decode(cls, data: bytes) -> Job:
        """Return the job of `encode`."""
        return cls(**json.loads(data))


# dataclasses.asdict copies every value, which takes longer than all else that is done with a small job.
_NAMES = tuple(field.name for field in fields(Job))
