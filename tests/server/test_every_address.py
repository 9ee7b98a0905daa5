"""What HTTP asks of every address: HEAD, OPTIONS, an ETag with 304, compression, and errors that nobody keeps."""

from __future__ import annotations

import re
import zlib
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.server.sample_graph import VERANIA, path_of

from cablegraph_ontology.terms import Graph

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
TURTLE = "text/turtle"
ANY = "*/*"

QUERY = quote("SELECT * { ?s a ?class } ORDER BY ?s")

KEPT = [
    ("/", BROWSER),
    ("/search?q=wall", BROWSER),
    ("/list/article", BROWSER),
    ("/list/policy", BROWSER),
    ("/ns", BROWSER),
    ("/ns", TURTLE),
    (path_of(VERANIA.iri), BROWSER),
    (path_of(VERANIA.iri), TURTLE),
    (path_of(Graph.ENTITIES), BROWSER),
    ("/sparql", BROWSER),
    ("/sparql", TURTLE),
    (f"/sparql?query={QUERY}", BROWSER),
    (f"/sparql?query={QUERY}", ANY),
    (f"/graph-store?graph={Graph.ENTITIES}", ANY),
    ("/graph-store?default", ANY),
    ("/static/style.css", ANY),
    ("/static/icon.svg", ANY),
    ("/api", ANY),
    ("/api/openapi.json", ANY),
    ("/api/policies", ANY),
]
"""Addresses whose answers a client may keep, and ask whether they still hold."""
FRESH = [("/health", ANY), ("/ready", ANY), ("/metrics", ANY)]
"""Addresses whose answers are never kept."""


def test_every_address_is_looked_at(app: Flask) -> None:
    """An address that is new in the application needs a line in one of the lists."""
    tried = [address.partition("?")[0] for address, _ in (*KEPT, *FRESH)]
    elsewhere = {"/api/", "/graph-store/"}  # test_api.py tries all, and a graph below is as a graph beside
    for rule in app.url_map.iter_rules():
        pattern = re.sub(r"<path:[^>]*>", ".+", rule.rule)
        pattern = re.sub(r"<[^>]*>", "[^/]+", pattern)
        found = any(re.fullmatch(pattern, address.rstrip("/") or "/") for address in tried)
        found = found or any(re.fullmatch(pattern, address + "/") for address in tried)
        assert found or any(rule.rule.startswith(start) for start in elsewhere), rule.rule


@pytest.mark.parametrize(("address", "accept"), KEPT + FRESH)
def test_head_and_options(client: FlaskClient, address: str, accept: str) -> None:
    whole, head = (client.open(address, method=m, headers={"Accept": accept}) for m in ("GET", "HEAD"))
    assert (whole.status_code, head.status_code, head.data) == (200, 200, b"")
    for name in ("Content-Type", "ETag", "Cache-Control", "Vary"):
        assert head.headers.get(name) == whole.headers.get(name), name
    if address != "/metrics":
        assert head.headers["Content-Length"] == str(len(whole.data))
    preflight = {"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
    options = client.options(address, headers=preflight)
    assert options.status_code == 200
    assert {"GET", "HEAD", "OPTIONS"} <= set(re.split(r",\s*", options.headers["Allow"]))
    assert options.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in options.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(("address", "accept"), KEPT)
def test_what_is_known_is_not_sent_again(client: FlaskClient, address: str, accept: str) -> None:
    first = client.get(address, headers={"Accept": accept})
    assert "no-cache" in first.headers["Cache-Control"]
    for method in ("GET", "HEAD"):
        known = {"Accept": accept, "If-None-Match": f'"other", {first.headers["ETag"]}'}
        again = client.open(address, method=method, headers=known)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    changed = client.get(address, headers={"Accept": accept, "If-None-Match": '"other"'})
    assert (changed.status_code, changed.data) == (200, first.data)


@pytest.mark.parametrize(("address", "accept"), FRESH)
def test_what_changes_all_the_time_is_not_kept(client: FlaskClient, address: str, accept: str) -> None:
    assert client.get(address, headers={"Accept": accept}).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("address", "accept"), KEPT)
def test_compressed_it_is_the_same(client: FlaskClient, address: str, accept: str) -> None:
    plain = client.get(address, headers={"Accept": accept})
    small = client.get(address, headers={"Accept": accept, "Accept-Encoding": "gzip"})
    assert "Accept-Encoding" in small.headers["Vary"]
    if "Content-Encoding" not in small.headers:
        assert len(plain.data) < 1000
        return
    assert small.headers["Content-Encoding"] == "gzip"
    assert zlib.decompress(small.data, wbits=31) == plain.data
    assert small.headers["ETag"].startswith("W/")
    known = {"Accept": accept, "Accept-Encoding": "gzip", "If-None-Match": small.headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304


def test_a_part_of_a_file_is_not_compressed(client: FlaskClient) -> None:
    whole = client.get("/static/style.css").data
    part = client.get("/static/style.css", headers={"Range": "bytes=0-999", "Accept-Encoding": "gzip"})
    assert (part.status_code, part.data) == (206, whole[:1000])
    assert "Content-Encoding" not in part.headers


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/id/country/XXX", 404),
        ("GET", "/api/countries/XXX/stances", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/sparql?query=SELECT", 400),
        ("POST", "/api/policies", 405),
        ("DELETE", "/", 405),
    ],
)
@pytest.mark.parametrize("accept", [BROWSER, ANY])
def test_errors_are_not_kept(
    client: FlaskClient, method: str, address: str, status: int, accept: str
) -> None:
    answer = client.open(address, method=method, headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
