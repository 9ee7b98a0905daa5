"""Compressed answers: who gets which, and that they are the same answers."""

from __future__ import annotations

import sys
import zlib
from urllib.parse import quote

import pyoxigraph
import pytest
from flask import Flask
from flask.testing import FlaskClient

from cablegraph_server.app import create_app
from cablegraph_server.source import Fixed

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SELECT = "/sparql?format=csv&query=" + quote("SELECT ?o { ?s ?p ?o } ORDER BY ?o LIMIT ")


@pytest.fixture(scope="module")
def many() -> Flask:
    """Return the application over 60,000 triples."""
    store = pyoxigraph.Store()
    predicate = pyoxigraph.NamedNode("http://a.example/p")
    store.extend(
        pyoxigraph.Quad(pyoxigraph.NamedNode(f"http://a.example/{n}"), predicate, pyoxigraph.Literal(n))
        for n in range(60_000)
    )
    return create_app(Fixed(store))


@pytest.fixture
def plain(many: Flask) -> FlaskClient:
    """Return a client of it."""
    return many.test_client()


def decoded(coding: str | None, body: bytes) -> bytes:
    if coding == "gzip":
        return zlib.decompress(body, wbits=31)
    return zstd.decompress(body) if coding == "zstd" else body


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=0.5, deflate, br", "gzip"),
        ("*", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, zstd;q=0.5", "gzip"),
        ("ZSTD", "zstd"),
        ("zstd;q=0, *", "gzip"),
        ("nonsense;;;,", None),
    ],
)
@pytest.mark.parametrize("rows", [2000, 60_000])
def test_who_gets_what(plain: FlaskClient, accepted: str | None, coding: str | None, rows: int) -> None:
    headers = {} if accepted is None else {"Accept-Encoding": accepted}
    response = plain.get(SELECT + str(rows), headers=headers)
    assert response.headers.get("Content-Encoding") == coding
    assert "Accept-Encoding" in response.headers["Vary"]
    if "Content-Length" in response.headers:
        assert int(response.headers["Content-Length"]) == len(response.data)
    assert decoded(coding, response.data) == plain.get(SELECT + str(rows)).data


def test_it_is_smaller(plain: FlaskClient) -> None:
    whole = len(plain.get(SELECT + "60000").data)
    for coding in ("gzip", "zstd"):
        assert len(plain.get(SELECT + "60000", headers={"Accept-Encoding": coding}).data) < whole / 2


def test_short_answers_stay(plain: FlaskClient) -> None:
    response = plain.get(SELECT + "3", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    assert response.data.startswith(b"o\r\n")


def test_the_tag_is_the_same(plain: FlaskClient) -> None:
    tags = {
        plain.get(SELECT + "2000", headers={"Accept-Encoding": c}).headers["ETag"]
        for c in ("gzip", "zstd", "")
    }
    assert len(tags) == 1
    response = plain.get(SELECT + "2000", headers={"Accept-Encoding": "gzip", "If-None-Match": tags.pop()})
    assert (response.status_code, response.data) == (304, b"")


def test_head_tells_what_get_sends(plain: FlaskClient) -> None:
    headers = {"Accept-Encoding": "gzip"}
    get, head = plain.get(SELECT + "2000", headers=headers), plain.head(SELECT + "2000", headers=headers)
    for name in ("Content-Encoding", "Content-Length", "Vary"):
        assert get.headers[name] == head.headers[name]


def test_pages_and_styles_are_compressed_too(plain: FlaskClient) -> None:
    for path in ("/sparql", "/static/style.css"):
        headers = {"Accept": "text/html, text/css, */*;q=0.1", "Accept-Encoding": "gzip"}
        response = plain.get(path, headers=headers)
        assert response.headers["Content-Encoding"] == "gzip"
        assert decoded("gzip", response.data) == plain.get(path, headers={"Accept": headers["Accept"]}).data
