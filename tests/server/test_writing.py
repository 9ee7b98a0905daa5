"""Changes over HTTP: who may, by which form, what comes back, what readers see, and what a build sees."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from cablegraph.store import Store
from cablegraph_server.app import create_app
from cablegraph_server.source import Published
from cablegraph_server.writing.authorization import VARIABLE, Token, TokenError, read_token
from cablegraph_server.writing.permission import MAX_BODY_BYTES, Writing
from cablegraph_server.writing.work import Deposit, Document, Refused, RefusedWorkError, Update
from cablegraph_server.writing.writer import Writer

SECRET = "only-for-these-tests-0123456789"
BEARER = {"Authorization": f"Bearer {SECRET}"}
FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
INSERT = "INSERT DATA { GRAPH <http://a.example/g> { <http://a.example/s> <http://a.example/p> 1 } }"
GRAPH = "/graph-store?graph=" + quote("http://a.example/new", safe="")
TURTLE = {**BEARER, "Content-Type": "text/turtle"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an empty graph, published."""
    folder = tmp_path_factory.mktemp("written") / "graph"
    with Store.open(folder) as store:
        store.publish()
    return folder


@pytest.fixture(scope="module")
def writable(folder: Path) -> Iterator[Flask]:
    """Return the application with a writer."""
    source = Published(folder)
    writer = Writer(folder, source.refresh)
    yield create_app(source, writing=Writing(Token(SECRET), writer))
    writer.close()


@pytest.fixture
def writing(writable: Flask) -> Iterator[FlaskClient]:
    """Return a client that may write, over an empty graph."""
    with writable.test_client() as client:
        response = client.post("/sparql", data="DROP ALL", content_type=UPDATE, headers=BEARER)
        assert response.status_code == 204, response.data
        yield client


def count(client: FlaskClient, pattern: str = "?s ?p ?o") -> int:
    response = client.post("/sparql", data={"query": f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"})
    return int(json.loads(response.data)["results"]["bindings"][0]["n"]["value"])


def problem(response: Any) -> dict[str, Any]:
    assert response.content_type == "application/problem+json", response.data
    document: dict[str, Any] = json.loads(response.data)
    assert SECRET not in response.get_data(as_text=True)
    return document


class TestPermission:
    @pytest.mark.parametrize(
        ("method", "path"),
        [("POST", "/sparql"), ("PUT", GRAPH), ("POST", GRAPH), ("DELETE", GRAPH), ("POST", "/graph-store")],
    )
    @pytest.mark.parametrize(
        ("header", "told"),
        [
            (None, 'Bearer realm="cablegraph"'),
            ("Bearer wrong", 'error="invalid_token"'),
            (f"Bearer {SECRET}x", 'error="invalid_token"'),
            (f"Bearer {SECRET[:-1]}", 'error="invalid_token"'),
            (f"Basic {SECRET}", 'error="invalid_token"'),
            (SECRET, 'error="invalid_token"'),
            ("Bearer ", 'error="invalid_token"'),
            ("Bearer \u00e9\u00ff", 'error="invalid_token"'),
        ],
    )  # fmt: skip
    def test_without_the_token(
        self, writing: FlaskClient, method: str, path: str, header: str | None, told: str
    ) -> None:
        headers = {"Content-Type": UPDATE, **({} if header is None else {"Authorization": header})}
        response = writing.open(path, method=method, data=INSERT, headers=headers)
        assert response.status_code == 401
        assert told in response.headers["WWW-Authenticate"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        problem(response)
        assert count(writing) == 0

    def test_a_token_in_another_place_does_not_count(self, writing: FlaskClient) -> None:
        for path, data in (
            (f"/sparql?access_token={SECRET}", {"update": INSERT}),
            ("/sparql", {"update": INSERT, "access_token": SECRET, "token": SECRET}),
        ):
            assert writing.post(path, data=data).status_code == 401

    def test_a_server_without_writing_refuses_everybody(self, folder: Path) -> None:
        client = create_app(folder).test_client()
        for method, path in (("POST", "/sparql"), ("PUT", GRAPH), ("DELETE", GRAPH)):
            response = client.open(
                path, method=method, data=INSERT, headers={**BEARER, "Content-Type": UPDATE}
            )
            assert response.status_code == 403
            assert "queries only" in problem(response)["detail"]

    @pytest.mark.parametrize("path", ["/sparql", GRAPH, "/graph-store", "/graph-store/a/b"])
    def test_preflight_needs_no_token(self, writing: FlaskClient, path: str) -> None:
        response = writing.options(
            path,
            headers={
                "Origin": "https://tool.example",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization, content-type",
            },
        )
        assert response.status_code == 200
        assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
        assert "POST" in response.headers["Access-Control-Allow-Methods"]
        assert ("PUT" in response.headers["Access-Control-Allow-Methods"]) == ("graph" in path)

    def test_reading_needs_no_token(self, writing: FlaskClient) -> None:
        assert (
            writing.get("/sparql?query=ASK%7B%7D", headers={"Authorization": "Bearer wrong"}).status_code
            == 200
        )

    def test_nothing_is_logged(self, writing: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.DEBUG):
            writing.post("/sparql", data={"update": INSERT}, headers=BEARER)
            writing.post("/sparql", data={"update": INSERT}, headers={"Authorization": f"Bearer {SECRET}x"})
        assert SECRET not in caplog.text


class TestToken:
    def test_from_a_file_or_the_environment(self, tmp_path: Path) -> None:
        file = tmp_path / "token"
        file.write_text(f"{SECRET}\n")
        environment = {VARIABLE: "another-token-0123456789"}
        token = read_token(file, environment)
        assert token is not None
        token.check(f"Bearer {SECRET}")
        token = read_token(None, environment)
        assert token is not None
        token.check("bearer another-token-0123456789")
        assert environment == {}
        assert read_token(None, {}) is None
        assert read_token(None, {VARIABLE: " "}) is None

    @pytest.mark.parametrize(
        "secret", ["", "short", "with spaces 0123456789", "with-umlaut-\u00e4-0123456789"]
    )
    def test_what_is_no_token(self, secret: str) -> None:
        with pytest.raises(TokenError) as told:
            Token(secret)
        assert secret == "" or secret not in str(told.value)

    def test_it_does_not_show_itself(self) -> None:
        token = Token(SECRET)
        assert SECRET not in f"{token!r} {token!s} {vars(token)}"


class TestUpdate:
    @pytest.mark.parametrize(
        "arguments",
        [
            {"data": {"update": INSERT}},
            {"data": INSERT, "content_type": UPDATE},
            {"data": INSERT, "content_type": f"{UPDATE}; charset=UTF-8"},
        ],
    )
    def test_two_ways_to_send_it(self, writing: FlaskClient, arguments: dict[str, Any]) -> None:
        response = writing.post("/sparql", headers=BEARER, **arguments)
        assert (response.status_code, response.data) == (204, b"")
        assert count(writing) == 1

    def test_prefixes_and_the_base_are_known(self, writing: FlaskClient) -> None:
        writing.post("/sparql", data={"update": "INSERT DATA { <s> a kg:Person }"}, headers=BEARER)
        assert count(writing, "<http://localhost/s> a kg:Person") == 1

    @pytest.mark.parametrize(
        ("update", "status"),
        [
            ("INSERT DATA {", 400),
            ("INSERT DATA { ?s ?p ?o }", 400),
            ("SELECT * { ?s ?p ?o }", 400),
            ("nonsense", 400),
            ("INSERT DATA { <http://a.example/s> nope:p 1 }", 400),
            ("LOAD <http://127.0.0.1:1/>", 403),
            ("LOAD <file:///etc/passwd> INTO GRAPH <http://a.example/g>", 403),
            ("INSERT {} WHERE { SERVICE <http://127.0.0.1:1/> {} }", 403),
            ("INSERT DATA { <a:a> <a:b> 1 } ; L\\u004FAD <http://127.0.0.1:1/>", 403),
            ("DROP GRAPH <http://a.example/nowhere>", 409),
            ("CREATE GRAPH <a:g> ; CREATE GRAPH <a:g>", 409),
            ("INSERT DATA { <a:a> <a:b> 1 } ; CLEAR GRAPH <http://a.example/nowhere>", 409),
        ],
    )
    def test_what_is_refused_changes_nothing(self, writing: FlaskClient, update: str, status: int) -> None:
        response = writing.post("/sparql", data={"update": update}, headers=BEARER)
        assert response.status_code == status, response.data
        problem(response)
        assert count(writing) == 0

    def test_an_error_names_line_and_column(self, writing: FlaskClient) -> None:
        update = "INSERT DATA {\n  <http://a.example/s> nope:p 1 }"
        document = problem(writing.post("/sparql", data={"update": update}, headers=BEARER))
        assert (document["line"], document["column"]) == (2, 24)

    @pytest.mark.parametrize(
        ("query", "data"),
        [
            ("", {"update": INSERT, "query": "ASK {}"}),
            ("", {"update": [INSERT, INSERT]}),
            ("?update=" + quote(INSERT), {"other": "x"}),
            ("?default-graph-uri=http://a.example/g", {"update": INSERT}),
            ("?using-graph-uri=relative", {"update": INSERT}),
            ("?using-graph-uri=http://a.example/g", {"query": "ASK {}"}),
            ("?using-graph-uri=http://a.example/g", {"update": "INSERT {} USING <a:g> WHERE {}"}),
            ("?using-named-graph-uri=http://a.example/g", {"update": "WITH <a:g> INSERT {} WHERE {}"}),
        ],
    )
    def test_what_contradicts_itself(self, writing: FlaskClient, query: str, data: dict[str, Any]) -> None:
        response = writing.post("/sparql" + query, data=data, headers=BEARER)
        assert response.status_code == 400
        problem(response)

    def test_an_update_is_no_get(self, writing: FlaskClient) -> None:
        assert writing.get("/sparql?update=DROP%20ALL", headers=BEARER).status_code == 400

    def test_the_dataset_of_the_protocol(self, writing: FlaskClient) -> None:
        for n in (1, 2):
            update = f"INSERT DATA {{ GRAPH <http://a.example/g{n}> {{ <http://a.example/s{n}> <http://a.example/p> {n} }} }}"
            writing.post("/sparql", data={"update": update}, headers=BEARER)
        update = (
            "INSERT { GRAPH <http://a.example/r> { ?s <http://a.example/seen> true } } WHERE { ?s ?p ?o }"
        )
        fields = urlencode({"using-graph-uri": "http://a.example/g2"})
        response = writing.post(f"/sparql?{fields}", data=update, content_type=UPDATE, headers=BEARER)
        assert response.status_code == 204
        assert count(writing, "?s <http://a.example/seen> true") == 1
        assert count(writing, "<http://a.example/s2> <http://a.example/seen> true") == 1

    def test_a_large_update_with_the_token_only(self, writing: FlaskClient) -> None:
        rows = "".join(f"<http://a.example/{n}> <http://a.example/p> {n} .\n" for n in range(100_000))
        update = f"INSERT DATA {{ {rows} }}"
        assert 4 * 1024 * 1024 < len(update) < MAX_BODY_BYTES
        assert writing.post("/sparql", data=update, content_type=UPDATE).status_code == 401
        assert writing.post("/sparql", data=update, content_type=UPDATE, headers=BEARER).status_code == 204
        assert count(writing) == 100_000

    def test_too_large_is_refused(self, writing: FlaskClient) -> None:
        body = b"#" * (MAX_BODY_BYTES + 1)
        response = writing.post("/sparql", data=body, content_type=UPDATE, headers=BEARER)
        assert response.status_code == 413
        assert str(MAX_BODY_BYTES) in problem(response)["detail"]

    def test_the_tag_changes_with_the_data(self, writing: FlaskClient) -> None:
        path = "/sparql?query=" + quote("SELECT * { ?s ?p ?o }")
        tag = writing.get(path).headers["ETag"]
        assert writing.get(path, headers={"If-None-Match": tag}).status_code == 304
        writing.post("/sparql", data={"update": INSERT}, headers=BEARER)
        response = writing.get(path, headers={"If-None-Match": tag})
        assert response.status_code == 200
        assert response.headers["ETag"] != tag


class TestGraphStore:
    DOCUMENT = "<http://a.example/s> <http://a.example/p> 1, [ <http://a.example/q> <relative> ] ."

    @pytest.mark.parametrize(
        ("media_type", "document"),
        [
            ("text/turtle", DOCUMENT),
            ("application/x-turtle", DOCUMENT),
            ("application/trig", DOCUMENT),
            ("text/n3", DOCUMENT),
            ("application/n-triples", "<http://a.example/s> <http://a.example/p> _:b .\n_:b <http://a.example/q> <http://a.example/relative> .\n<http://a.example/s> <http://a.example/p> \"1\" .\n"),
            ("application/n-quads", "<http://a.example/s> <http://a.example/p> _:b .\n_:b <http://a.example/q> <http://a.example/relative> .\n<http://a.example/s> <http://a.example/p> \"1\" .\n"),
            ("application/ld+json", '{"@id": "http://a.example/s", "http://a.example/p": [1, {"http://a.example/q": {"@id": "http://a.example/relative"}}]}'),
            ("application/rdf+xml", '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://a.example/"><r:Description r:about="http://a.example/s"><p>1</p><p><r:Description><q r:resource="http://a.example/relative"/></r:Description></p></r:Description></r:RDF>'),
        ],
    )  # fmt: skip
    def test_every_format_goes_in(self, writing: FlaskClient, media_type: str, document: str) -> None:
        response = writing.put(GRAPH, data=document, headers={**BEARER, "Content-Type": media_type})
        assert response.status_code == 201, response.data
        assert response.headers["Location"] == "http://localhost" + GRAPH
        pattern = "GRAPH <http://a.example/new> { <http://a.example/s> <http://a.example/p> 1, ?x . ?x <http://a.example/q> <http://a.example/relative> }"
        assert count(writing, pattern.replace("1, ?x", "?x")) == 1
        assert count(writing) == 3

    @pytest.mark.parametrize(
        "name", ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads", "n3", "text/turtle"]
    )
    def test_every_format_comes_out(self, writing: FlaskClient, name: str) -> None:
        writing.put(GRAPH, data=self.DOCUMENT, headers=TURTLE)
        response = writing.get(GRAPH + "&format=" + quote(name))
        assert response.status_code == 200
        form = ox.RdfFormat.from_media_type(response.mimetype or "")
        assert form is not None
        assert len(list(ox.parse(response.data, form))) == 3

    def test_a_graph_lives(self, writing: FlaskClient) -> None:
        assert writing.get(GRAPH).status_code == writing.head(GRAPH).status_code == 404
        assert writing.delete(GRAPH, headers=BEARER).status_code == 404
        assert writing.put(GRAPH, data="<a:a> <a:b> 1 .", headers=TURTLE).status_code == 201
        assert writing.put(GRAPH, data="<a:a> <a:b> 2 .", headers=TURTLE).status_code == 204
        assert count(writing, "<a:a> <a:b> 2") == count(writing) == 1
        assert writing.post(GRAPH, data="<a:a> <a:b> 3 .", headers=TURTLE).status_code == 204
        assert count(writing) == 2
        head, get = writing.head(GRAPH), writing.get(GRAPH)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["ETag"] == get.headers["ETag"]
        assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(get.data))
        assert writing.get(GRAPH, headers={"If-None-Match": get.headers["ETag"]}).status_code == 304
        assert writing.delete(GRAPH, headers=BEARER).status_code == 204
        assert writing.get(GRAPH).status_code == 404

    @pytest.mark.parametrize("path", [GRAPH, "/graph-store?default"])
    @pytest.mark.parametrize(
        ("before", "after", "left"),
        [
            ("<a:a> <a:b> 1, 2 .", "<a:a> <a:b> 2, 3 .", 2),
            ("<a:a> <a:b> 1.50 .", "<a:a> <a:b> 1.50, 1.5 .", 1),
            ("<a:a> <a:b> [ <a:c> [] ] .", "<a:a> <a:b> [ <a:c> [] ] .", 2),
            ("_:x <a:b> <a:c> .", "<a:a> <a:b> <a:c> .", 1),
            ("<a:a> <a:b> '{0} }} \\n' .", "<a:a> <a:b> '{0} }} \\n', '{' .", 2),
            ("<a:a> <a:b> 1 .", "", 0),
        ],
    )
    def test_a_graph_is_replaced_as_a_whole(
        self, writing: FlaskClient, path: str, before: str, after: str, left: int
    ) -> None:
        for document in (before, after):
            assert writing.put(path, data=document, headers=TURTLE).status_code in (201, 204)
        assert count(writing) == left
        assert writing.get(path).status_code == 200

    def test_an_empty_graph_is_there(self, writing: FlaskClient) -> None:
        assert writing.put(GRAPH, data="", headers=TURTLE).status_code == 201
        assert writing.get(GRAPH).status_code == 200

    def test_the_default_graph(self, writing: FlaskClient) -> None:
        path = "/graph-store?default"
        assert writing.get(path).status_code == 200
        assert writing.put(path, data="<a:a> <a:b> 1 .", headers=TURTLE).status_code == 204
        writing.put(GRAPH, data="<a:a> <a:b> 2 .", headers=TURTLE)
        # Not the union, which queries see.
        assert b"1" in writing.get(path).data and b"2" not in writing.get(path).data
        assert writing.post(path, data="<a:a> <a:b> 3 .", headers=TURTLE).status_code == 204
        assert writing.delete(path, headers=BEARER).status_code == 204
        assert (writing.get(path).data, count(writing)) == (b"", 1)

    def test_a_name_by_the_path(self, writing: FlaskClient) -> None:
        response = writing.put("/graph-store/people/1", data="<> <a:b> <x> .", headers=TURTLE)
        assert (response.status_code, response.headers["Location"]) == (
            201,
            "http://localhost/graph-store/people/1",
        )
        own = "<http://localhost/graph-store/people/1>"
        assert count(writing, f"GRAPH {own} {{ {own} <a:b> <http://localhost/graph-store/people/x> }}") == 1

    def test_a_new_name(self, writing: FlaskClient) -> None:
        places = set()
        for _ in range(2):
            response = writing.post("/graph-store", data="<> <a:b> 1 .", headers=TURTLE)
            assert response.status_code == 201
            place = response.headers["Location"]
            assert b"1" in writing.get(place.removeprefix("http://localhost")).data
            places.add(place)
        assert len(places) == 2

    def test_blank_nodes_of_two_documents_stay_apart(self, writing: FlaskClient) -> None:
        for n in (1, 2):
            writing.post(GRAPH, data=f"_:b <a:b> {n} .", headers=TURTLE)
        assert count(writing, "?x <a:b> 1, 2") == 0

    def test_files_of_a_form(self, writing: FlaskClient) -> None:
        from io import BytesIO

        files = {
            "a": (BytesIO(b"<a:a> <a:b> _:x ."), "a.ttl"),
            "b": (BytesIO(b'{"@id": "a:a", "a:b": 2}'), "b.bin", "application/ld+json"),
            "c.nt": "<a:a> <a:b> _:x .",
        }
        response = writing.post(GRAPH, data=files, content_type="multipart/form-data", headers=BEARER)
        assert response.status_code == 201, response.data
        assert count(writing) == 3

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/graph-store", 400),
            ("/graph-store?graph=relative", 400),
            ("/graph-store?graph=", 400),
            (GRAPH + "&default", 400),
            (GRAPH + "&graph=a:b", 400),
            ("/graph-store/x?graph=a:b", 400),
            ("/graph-store?default&default", 400),
            ("/graph-store?graph=" + quote("a:b> { } } ; DROP ALL ; <"), 400),
        ],
    )
    def test_one_graph_is_named(self, writing: FlaskClient, path: str, status: int) -> None:
        for method in ("GET", "HEAD", "PUT", "DELETE"):
            response = writing.open(path, method=method, data="", headers=TURTLE)
            assert response.status_code == status, method

    @pytest.mark.parametrize(
        ("media_type", "document", "status"),
        [
            ("text/turtle", "nonsense", 400),
            ("text/turtle", "<a:a> <a:b> \ud800".encode("utf-8", "surrogatepass"), 400),
            ("application/n-quads", "<a:a> <a:b> <a:c> <a:g> .", 400),
            ("application/ld+json", "{", 400),
            ("application/ld+json", '{"@context": "http://127.0.0.1:1/c", "@id": "a:a"}', 400),
            ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', 400),
            ("text/html", "<p>", 415),
            ("", "<a:a> <a:b> 1 .", 415),
            ("text/turtle; charset=utf-16", "<a:a> <a:b> 1 .", 415),
            ("application/sparql-update", INSERT, 415),
        ],
    )
    def test_what_is_refused(
        self, writing: FlaskClient, media_type: str, document: str | bytes, status: int
    ) -> None:
        for method in ("PUT", "POST"):
            headers = {**BEARER, "Content-Type": media_type}
            response = writing.open(GRAPH, method=method, data=document, headers=headers)
            assert response.status_code == status, response.data
            problem(response)
        assert count(writing) == 0

    def test_an_error_names_its_line(self, writing: FlaskClient) -> None:
        response = writing.put(GRAPH, data="<a:a> <a:b> 1 .\n<a:a> <a:b> ; .", headers=TURTLE)
        assert problem(response)["line"] == 2

    def test_other_methods(self, writing: FlaskClient) -> None:
        response = writing.patch(GRAPH, headers=BEARER)
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == {
            "GET",
            "HEAD",
            "PUT",
            "POST",
            "DELETE",
            "OPTIONS",
        }
        assert writing.get(GRAPH, headers={"Accept": "image/png"}).status_code in (404, 406)


class TestDescription:
    def test_it_says_what_it_can(self, writing: FlaskClient, folder: Path) -> None:
        assert b"SPARQL11Update" in writing.get("/sparql").data
        assert b"SPARQL11Update" not in create_app(folder).test_client().get("/sparql").data

    @pytest.mark.parametrize(
        ("accept", "media_type"),
        [
            ("*/*", "text/turtle"),
            ("application/rdf+xml", "application/rdf+xml"),
            ("application/ld+json", "application/ld+json"),
            ("application/n-triples", "application/n-triples"),
        ],
    )
    def test_its_formats(self, writing: FlaskClient, accept: str, media_type: str) -> None:
        writing.post("/sparql", data={"update": INSERT}, headers=BEARER)
        response = writing.get("/sparql", headers={"Accept": accept})
        assert (response.status_code, response.mimetype) == (200, media_type)
        form = ox.RdfFormat.from_media_type(media_type)
        found = {(t.predicate.value.rpartition("#")[2], str(t.object)) for t in ox.parse(response.data, form)}
        assert ("endpoint", "<http://localhost/sparql>") in found
        assert ("triples", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>') in found
        tag = response.headers["ETag"]
        assert writing.get("/sparql", headers={"Accept": accept, "If-None-Match": tag}).status_code == 304

    def test_other_forms(self, writing: FlaskClient) -> None:
        assert writing.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
        assert writing.get("/sparql?format=jsonld").mimetype == "application/ld+json"
        assert writing.head("/sparql").status_code == 200


class TestWriter:
    """The process itself: what it survives, and how it shares the folder with a build."""

    @pytest.fixture
    def alone(self, tmp_path: Path) -> Iterator[Writer]:
        """Return a writer for an empty folder, with a short deadline."""
        writer = Writer(tmp_path / "graph", deadline=5)
        yield writer
        writer.close()

    def insert(self, n: int) -> Update:
        return Update(f"INSERT DATA {{ <a:{n}> <a:b> {n} }}", "a:")

    def test_a_killed_process_is_replaced(self, alone: Writer, tmp_path: Path) -> None:
        alone.write(self.insert(1))
        for n in range(2, 7):
            before = alone.pid
            assert before is not None
            os.kill(before, 9)
            began = time.monotonic()
            # It had nothing to do, so that nobody needs to know.
            alone.write(self.insert(n))
            assert time.monotonic() - began < 10
            assert alone.pid != before
        assert len(Store.open_published(tmp_path / "graph").oxigraph) == 6

    def test_the_deadline(self, alone: Writer, tmp_path: Path) -> None:
        alone.write(self.insert(1))
        rows = " ".join(f"({n})" for n in range(1000))
        values = " ".join(f"VALUES (?{name}) {{ {rows} }}" for name in "abcd")
        endless = f"INSERT {{ <a:x> <a:y> ?a }} WHERE {{ {values} FILTER(?a + ?b + ?c + ?d < 0) }}"
        with pytest.raises(Exception, match="longer than 5 seconds"):
            alone.write(Update(endless, "a:"))
        alone.write(self.insert(2))
        assert len(Store.open_published(tmp_path / "graph").oxigraph) == 2

    def test_the_folder_is_free_when_nothing_is_written(self, alone: Writer, tmp_path: Path) -> None:
        alone.write(self.insert(1))
        with Store.open(tmp_path / "graph", wait=2) as store:
            store.replace(
                "http://a.example/g", "<http://a.example/s> <http://a.example/p> <http://a.example/o> .\n"
            )
            store.publish()
            with pytest.raises(Exception, match=f"is being written by process {os.getpid()}") as told:
                alone.write(self.insert(2))
            assert told.value.headers["Retry-After"] == "10"  # type: ignore[attr-defined]
        alone.write(self.insert(2))
        assert len(Store.open_published(tmp_path / "graph").oxigraph) == 3

    def test_a_build_gets_its_turn_between_changes(self, alone: Writer, tmp_path: Path) -> None:
        alone.write(self.insert(0))
        stop = threading.Event()
        written: list[int] = []

        def write() -> None:
            for n in range(1, 1_000_000):
                if stop.is_set():
                    return
                alone.write(self.insert(n))
                written.append(n)

        thread = threading.Thread(target=write)
        thread.start()
        try:
            time.sleep(0.5)
            with Store.open(tmp_path / "graph", wait=10):
                pass
        finally:
            stop.set()
            thread.join()
        assert len(Store.open_published(tmp_path / "graph").oxigraph) == len(written) + 1

    def test_too_many_wait(self, alone: Writer) -> None:
        failed: list[str] = []

        def write(n: int) -> None:
            try:
                alone.write(self.insert(n))
            except Exception as error:
                failed.append(str(error))

        threads = [threading.Thread(target=write, args=(n,)) for n in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(failed) == {"Too many changes are waiting."}
        assert len(failed) <= 16

    def test_many_copies_do_not_stay(self, alone: Writer, tmp_path: Path) -> None:
        for n in range(6):
            alone.write(self.insert(n))
        copies = sorted((tmp_path / "graph/published").iterdir())
        assert len(copies) == 6
        for copy in copies:
            os.utime(copy, (0, 0))
        alone.write(self.insert(6))
        assert len(list((tmp_path / "graph/published").iterdir())) == 3

    def test_it_ends_with_the_server(self, tmp_path: Path) -> None:
        program = (
            "import sys, time; from pathlib import Path; from cablegraph_server.writing.writer import Writer\n"
            "if __name__ == '__main__':\n"
            "    print(Writer(Path(sys.argv[1])).pid, flush=True); time.sleep(60)"
        )
        script = tmp_path / "program.py"
        script.write_text(program)
        process = subprocess.Popen(
            [sys.executable, str(script), str(tmp_path / "graph")], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        process.kill()
        process.wait()
        process.stdout.close()
        until = time.monotonic() + 5
        while time.monotonic() < until and is_running(pid):
            time.sleep(0.05)
        assert not is_running(pid)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="takes an administrator to try it")
@pytest.mark.parametrize("user", [0, 65534])
def test_who_leaves_the_network_can_still_write(tmp_path: Path, user: int) -> None:
    program = (
        "import ctypes, os, socket, sys; from cablegraph_server.workers.isolation import leave_network; os.setgroups([])\n"
        "os.setgid(int(sys.argv[1])); os.setuid(int(sys.argv[1]))\n"
        # As a process is that began as an ordinary user: PR_SET_DUMPABLE.
        "ctypes.CDLL(None).prctl(4, 1); left = leave_network()\n"
        "os.close(os.open(sys.argv[2], os.O_CREAT | os.O_WRONLY)); print(left, os.stat(sys.argv[2]).st_uid)\n"
        "if left: socket.socket().connect((bytes(b'127.0.0.1'), int(sys.argv[3])))"
    )
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o777)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        arguments = [str(user), str(tmp_path / "file"), str(listener.getsockname()[1])]
        done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True)
    left, owner = done.stdout.split()
    assert int(owner) == user
    assert ("unreachable" in done.stderr) == (left == "True")


def is_running(pid: int) -> bool:
    """True while a process is there and is not merely waiting to be collected."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_reading_work_is_picky() -> None:
    for work in (
        Update("LOAD <a:b>", "a:"),
        Deposit(None, (Document(b"x", "text/turtle", "a:"),), replace=True),
    ):
        with pytest.raises(RefusedWorkError) as told:
            work.prepare()
        assert isinstance(told.value.refused, Refused)
        assert told.value.refused.line == 1


def test_a_change_is_visible_within_a_second(writing: FlaskClient, folder: Path) -> None:
    """Also for another server over the same folder, which nobody tells."""
    other = create_app(folder).test_client()
    other.get("/sparql?query=ASK%7B%7D")
    writing.post("/sparql", data={"update": INSERT}, headers=BEARER)
    acknowledged = time.monotonic()
    assert count(writing) == 1
    while count(other) != 1:
        assert time.monotonic() - acknowledged < 1
        time.sleep(0.01)
