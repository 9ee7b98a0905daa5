"""The formats that answers come in. Oxigraph writes all of them except HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Format(Generic[W]):
    """A format, the names and media types that ask for it, and Oxigraph's name for it."""

    names: tuple[str, ...]
    media_types: tuple[str, ...]
    writer: W


def content_type(media_type: str) -> str:
    """Return the ``Content-Type`` of a media type. Everything that is sent is UTF-8; text has to say so."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


RESULT_FORMATS: tuple[Format[QueryResultsFormat], ...] = (
    Format(("json",), ("application/sparql-results+json", "application/json"), QueryResultsFormat.JSON),
    Format(
        ("xml",),
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        QueryResultsFormat.XML,
    ),
    Format(("csv",), ("text/csv",), QueryResultsFormat.CSV),
    Format(("tsv",), ("text/tab-separated-values",), QueryResultsFormat.TSV),
)
"""For SELECT and ASK. The first is what a client gets that does not care."""

GRAPH_FORMATS: tuple[Format[RdfFormat], ...] = (
    Format(("turtle", "ttl"), ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE),
    Format(("ntriples", "nt"), ("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES),
    Format(
        ("rdfxml", "rdf+xml", "rdf", "xml"),
        ("application/rdf+xml", "application/xml", "text/xml"),
        RdfFormat.RDF_XML,
    ),
    Format(("jsonld", "json-ld", "json"), ("application/ld+json", "application/json"), RdfFormat.JSON_LD),
    Format(("trig",), ("application/trig",), RdfFormat.TRIG),
    Format(("nquads", "nq"), ("application/n-quads",), RdfFormat.N_QUADS),
    Format(("n3",), ("text/n3",), RdfFormat.N3),
)
"""For CONSTRUCT and DESCRIBE, and for every thing that has a page."""

HTML: Format[None] = Format(("html",), ("text/html", "application/xhtml+xml"), None)
"""A page for people. XHTML is only what older clients call it: what is sent is ``text/html``."""
