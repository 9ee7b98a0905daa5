"""Which representation a client gets, as tables of headers."""

from __future__ import annotations

import pytest

from cablegraph_server.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS
from cablegraph_server.negotiation import choose, named, parse_accept
from cablegraph_server.results import AnyFormat

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/sparql-results+xml, */*", "application/sparql-results+xml"),
        ("*/*, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "text/tab-separated-values"),
        ("text/csv;q=0.5, */*;q=0.1", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/xml", "text/xml"),
        ("TEXT/CSV ; Q=1.0", "text/csv"),
        ("text/csv;header=present", "text/csv"),
        ("text/turtle, application/sparql-results+xml;q=0.3", "application/sparql-results+xml"),
        ("image/png", None),
        ("text/turtle", None),
        ("*/*;q=0", None),
        ("text/csv;q=0", None),
        ("nonsense", "application/sparql-results+json"),
        ("text/csv;q=high, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        ("text/csv;q=nan, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        ("text/csv;q=7, text/tab-separated-values", "text/csv"),
        ("*/html, text/csv", "text/csv"),
    ],
)
def test_result_formats(header: str | None, expected: str | None) -> None:
    chosen = choose(header, RESULT_FORMATS)
    assert (None if chosen is None else chosen[1]) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (BROWSER, "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/turtle;q=0.9, text/html;q=0.8", "text/turtle"),
        ("text/turtle, */*;q=0.1", "text/turtle"),
        ("application/rdf+xml;q=0.5, application/ld+json", "application/ld+json"),
        ('application/ld+json;profile="http://a.example/x,y"', "application/ld+json"),
        ("text/plain", "text/plain"),
        ("application/xml", "application/xml"),
        ("image/*", None),
    ],
)
def test_things(header: str, expected: str | None) -> None:
    offered: tuple[AnyFormat, ...] = (HTML, *GRAPH_FORMATS)
    chosen = choose(header, offered)
    assert (None if chosen is None else chosen[1]) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ttl", "text/turtle"),
        ("Turtle", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("application/xml", "application/xml"),
        ("csv", None),
        ("", None),
    ],
)
def test_format_by_name(name: str, expected: str | None) -> None:
    chosen = named(name, GRAPH_FORMATS)
    assert (None if chosen is None else chosen[1]) == expected


def test_a_hostile_header_costs_little() -> None:
    assert len(parse_accept("text/csv," * 100_000)) <= 100
    assert choose("a" * 100_000 + "," + ";" * 100_000, RESULT_FORMATS) is not None
