"""The SPARQL endpoint: methods, media types, datasets, formats, errors, caching."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pyoxigraph
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat
from tests.server.sample_graph import PLAIN, VERANIA, Sample

from cablegraph_ontology.questions import questions
from cablegraph_server.app import MAX_BODY_BYTES, create_app
from cablegraph_server.source import Fixed

SELECT = "SELECT ?label WHERE { ?c a kg:Country ; rdfs:label ?label } ORDER BY ?label"
ASK = "ASK { ?c a kg:Country }"
CONSTRUCT = "CONSTRUCT { ?c rdfs:label ?label } WHERE { ?c a kg:Country ; rdfs:label ?label }"
DESCRIBE = f"DESCRIBE <{VERANIA.iri}>"
FORM = "application/x-www-form-urlencoded"


def url(query: str, **fields: str) -> str:
    return "/sparql?query=" + quote(query) + "".join(f"&{k}={quote(v)}" for k, v in fields.items())


def problem(response: Any) -> dict[str, Any]:
    assert response.content_type == "application/problem+json", response.data
    document: dict[str, Any] = json.loads(response.data)
    assert document["status"] == response.status_code
    assert document["title"] and document["detail"].endswith(".")
    return document


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("GET", {"path": url(SELECT)}),
        ("POST", {"path": "/sparql", "data": {"query": SELECT}}),
        ("POST", {"path": "/sparql", "data": SELECT, "content_type": "application/sparql-query"}),
        (
            "POST",
            {"path": "/sparql", "data": SELECT, "content_type": "application/sparql-query; charset=UTF-8"},
        ),
        ("POST", {"path": "/sparql?format=json", "data": {"query": SELECT}}),
    ],
)
def test_three_ways_to_ask(client: FlaskClient, method: str, arguments: dict[str, Any]) -> None:
    response = client.open(method=method, **arguments)
    assert response.status_code == 200
    assert response.content_type == "application/sparql-results+json"
    rows = json.loads(response.data)["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == ["Calia", "Verania"]


@pytest.mark.parametrize(
    ("query", "accept", "content_type", "start"),
    [
        (SELECT, "*/*", "application/sparql-results+json", b'{"head"'),
        (SELECT, "application/json", "application/json", b'{"head"'),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8", b"label\r\nCalia\r\n"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b'?label\n"Calia"'),
        (ASK, "*/*", "application/sparql-results+json", b'{"head":{},"boolean":true}'),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        (ASK, "text/csv", "text/csv; charset=utf-8", b"true"),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8", b"<https"),
        (CONSTRUCT, "text/turtle", "text/turtle; charset=utf-8", b"<https"),
        (CONSTRUCT, "application/n-triples", "application/n-triples", b"<https"),
        (CONSTRUCT, "text/plain", "text/plain; charset=utf-8", b"<https"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml", b"<?xml"),
        (CONSTRUCT, "application/ld+json", "application/ld+json", b"["),
        (CONSTRUCT, "application/trig", "application/trig", b"<https"),
        (CONSTRUCT, "application/n-quads", "application/n-quads", b"<https"),
        (DESCRIBE, "*/*", "text/turtle; charset=utf-8", b"<https"),
    ],
)
def test_formats(client: FlaskClient, query: str, accept: str, content_type: str, start: bytes) -> None:
    response = client.get(url(query), headers={"Accept": accept})
    assert (response.status_code, response.content_type) == (200, content_type)
    assert response.data.startswith(start)
    assert "Accept" in response.headers["Vary"]
    assert int(response.headers["Content-Length"]) == len(response.data)


@pytest.mark.parametrize(
    ("query", "name", "content_type"),
    [
        (SELECT, "csv", "text/csv; charset=utf-8"),
        (SELECT, "xml", "application/sparql-results+xml"),
        (CONSTRUCT, "xml", "application/rdf+xml"),
        (CONSTRUCT, "json", "application/ld+json"),
        (CONSTRUCT, "nt", "application/n-triples"),
        (SELECT, "html", "text/html; charset=utf-8"),
    ],
)
def test_format_overrides_accept(client: FlaskClient, query: str, name: str, content_type: str) -> None:
    response = client.get(url(query, format=name), headers={"Accept": "image/png"})
    assert (response.status_code, response.content_type) == (200, content_type)


def test_constructed_graph_is_whole(client: FlaskClient) -> None:
    for name in ("turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"):
        body = client.get(url(CONSTRUCT, format=name)).data
        format_ = {
            "turtle": RdfFormat.TURTLE,
            "ntriples": RdfFormat.N_TRIPLES,
            "rdfxml": RdfFormat.RDF_XML,
            "jsonld": RdfFormat.JSON_LD,
            "trig": RdfFormat.TRIG,
            "nquads": RdfFormat.N_QUADS,
        }[name]
        labels = {quad.object.value for quad in pyoxigraph.parse(body, format=format_)}
        assert labels == {"Verania", "Calia"}, name


@pytest.mark.parametrize(
    ("method", "path", "arguments", "status"),
    [
        ("POST", "/sparql", {"data": {"other": "x"}}, 400),
        ("GET", "/sparql?query=", {}, 400),
        ("GET", "/sparql?query=%20", {}, 400),
        ("GET", url("#nothing"), {}, 400),
        ("GET", url("SELECT * WHERE { ?s ?p ?o"), {}, 400),
        ("GET", url(SELECT) + "&query=x", {}, 400),
        ("POST", url(SELECT), {"data": {"query": SELECT}}, 400),
        ("GET", url(SELECT, format="docx"), {}, 400),
        ("GET", url(CONSTRUCT, format="csv"), {}, 400),
        ("GET", url(SELECT, format="csv") + "&format=tsv", {}, 400),
        ("GET", url(SELECT, **{"default-graph-uri": "no iri"}), {}, 400),
        ("GET", url(SELECT, **{"named-graph-uri": "relative"}), {}, 400),
        ("GET", "/sparql?query=%FF%FE", {}, 400),
        ("POST", "/sparql", {"data": b"query=%ff", "content_type": FORM}, 400),
        ("POST", "/sparql", {"data": b"SELECT \xff", "content_type": "application/sparql-query"}, 400),
        ("POST", "/sparql", {"data": b"a=b&" * 2000, "content_type": FORM}, 400),
        ("GET", url(SELECT), {"headers": {"Accept": "image/png"}}, 406),
        ("GET", url(SELECT), {"headers": {"Accept": "text/turtle"}}, 406),
        ("GET", url(CONSTRUCT), {"headers": {"Accept": "application/sparql-results+json"}}, 406),
        ("POST", "/sparql", {"data": SELECT, "content_type": "text/plain"}, 415),
        ("POST", "/sparql", {"data": SELECT}, 415),
        ("POST", "/sparql", {"data": {"query": SELECT}, "content_type": "multipart/form-data"}, 415),
        (
            "POST",
            "/sparql",
            {"data": SELECT.encode("utf-16"), "content_type": "application/sparql-query; charset=utf-16"},
            415,
        ),
        ("PUT", "/sparql", {"data": SELECT}, 405),
        ("DELETE", "/sparql", {}, 405),
        ("PATCH", "/sparql", {}, 405),
    ],
)
def test_what_is_refused(
    client: FlaskClient, method: str, path: str, arguments: dict[str, Any], status: int
) -> None:
    response = client.open(path, method=method, **arguments)
    assert response.status_code == status
    problem(response)
    if status == 405:
        assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    if status == 406:
        assert problem(response)["available"]
    if status == 415:
        assert "application/sparql-query" in response.headers["Accept-Post"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("SELECT * { service ?x { ?s ?p ?o } }", 403),
        ("SELECT * { S\\u0045RVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", None),
        ("LOAD <http://127.0.0.1:1/>", 403),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 400),
        ("DELETE WHERE { ?s ?p ?o }", 400),
        ("PREFIX ex: <http://a.example/> CLEAR ALL", 400),
        ("DROP ALL", 400),
    ],
)
def test_outgoing_requests_and_updates_are_refused(
    client: FlaskClient, query: str, status: int | None
) -> None:
    response = client.get(url(query))
    assert response.status_code in ((400, 403) if status is None else (status,))
    problem(response)
    assert b'"boolean":true' in client.get(url(ASK)).data


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"data": {"update": "DROP ALL"}}, 403),
        ({"data": "DROP ALL", "content_type": "application/sparql-update"}, 403),
    ],
)
def test_posted_updates_are_refused(client: FlaskClient, arguments: dict[str, Any], status: int) -> None:
    response = client.post("/sparql", **arguments)
    assert response.status_code == status
    assert "queries only" in problem(response)["detail"]


def test_an_error_names_line_and_column(client: FlaskClient) -> None:
    document = problem(client.get(url("SELECT *\nWHERE { ?s nope:p ?o }")))
    assert (document["line"], document["column"]) == (2, 12)
    assert "nope:" in document["detail"]


def test_a_group_without_a_name_is_explained(client: FlaskClient) -> None:
    query = "SELECT (YEAR(?d) AS ?y) WHERE { ?c kg:date ?d } GROUP BY (YEAR(?d))"
    assert "AS" in problem(client.get(url(query)))["detail"]


def test_a_large_body_is_refused(client: FlaskClient) -> None:
    body = b"#" * (MAX_BODY_BYTES + 1)
    response = client.post("/sparql", data=body, content_type="application/sparql-query")
    assert response.status_code == 413
    problem(response)


@pytest.mark.parametrize(
    "query", ["SELECT" + "(" * 100_000, "{" * 100_000, "?" * 100_000, "\x00", '"' * 99_999]
)
def test_hostile_queries_are_answered(client: FlaskClient, query: str) -> None:
    response = client.post("/sparql", data={"query": query})
    assert response.status_code == 400
    problem(response)


class TestDataset:
    """Protocol parameters, then FROM, then the union of all graphs."""

    COUNT = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?s a kg:Article }}"

    def count(self, client: FlaskClient, source: str = "", **fields: str) -> int:
        response = client.get(url(self.COUNT.format(source), **fields))
        assert response.status_code == 200, response.data
        return int(json.loads(response.data)["results"]["bindings"][0]["n"]["value"])

    def test_the_union(self, client: FlaskClient) -> None:
        assert self.count(client) == 3

    def test_from(self, client: FlaskClient, sample: Sample) -> None:
        assert self.count(client, f"FROM <{sample.plain}>") == 1
        assert self.count(client, "FROM <http://nothing.example/>") == 0
        assert self.count(client, f"FROM NAMED <{sample.plain}>") == 0

    def test_the_protocol_beats_from(self, client: FlaskClient, sample: Sample) -> None:
        fields = {"default-graph-uri": sample.hostile}
        assert self.count(client, "FROM <http://nothing.example/>", **fields) == 1
        assert self.count(client, **{"default-graph-uri": "http://nothing.example/"}) == 0

    def test_several_graphs(self, client: FlaskClient, sample: Sample) -> None:
        path = url(self.COUNT.format(""))
        for iri in (sample.plain, sample.hostile):
            path += "&default-graph-uri=" + quote(iri)
        assert b'"2"' in client.get(path).data

    def test_named_graphs_only(self, client: FlaskClient, sample: Sample) -> None:
        assert self.count(client, **{"named-graph-uri": sample.plain}) == 0
        query = "SELECT ?g WHERE { GRAPH ?g { ?s a kg:Article } }"
        response = client.get(url(query, **{"named-graph-uri": sample.plain}))
        rows = json.loads(response.data)["results"]["bindings"]
        assert [row["g"]["value"] for row in rows] == [sample.plain]


class TestCaching:
    def test_a_tag_answers_304(self, client: FlaskClient) -> None:
        first = client.get(url(SELECT))
        tag = first.headers["ETag"]
        assert first.headers["Cache-Control"] == "no-cache"
        again = client.get(url(SELECT), headers={"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)

    def test_tags_differ_by_query_format_and_dataset(self, client: FlaskClient, sample: Sample) -> None:
        paths = [
            url(SELECT),
            url(ASK),
            url(SELECT, format="csv"),
            url(SELECT, format="xml"),
            url(SELECT, **{"default-graph-uri": sample.plain}),
            url(SELECT, **{"named-graph-uri": sample.plain}),
        ]
        assert len({client.get(path).headers["ETag"] for path in paths}) == len(paths)

    @pytest.mark.parametrize("expression", ["NOW()", "RAND()", "STRUUID()", "uuid()"])
    def test_what_changes_has_no_tag(self, client: FlaskClient, expression: str) -> None:
        response = client.get(url(f"SELECT ({expression} AS ?x) WHERE {{}}"))
        assert response.status_code == 200
        assert "ETag" not in response.headers

    def test_a_star_does_not_hide_an_error(self, client: FlaskClient) -> None:
        assert client.get(url("SELECT nonsense"), headers={"If-None-Match": "*"}).status_code == 400

    def test_posted_queries_have_no_tag(self, client: FlaskClient) -> None:
        assert "ETag" not in client.post("/sparql", data={"query": SELECT}).headers


def test_head_has_the_headers_of_get(client: FlaskClient) -> None:
    get, head = client.get(url(SELECT)), client.head(url(SELECT))
    assert head.status_code == 200
    assert head.data == b""
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers[name] == get.headers[name]


def test_options_tell_what_is_allowed(client: FlaskClient) -> None:
    response = client.options(
        "/sparql",
        headers={
            "Origin": "https://tool.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


def test_errors_may_be_read_from_other_pages(client: FlaskClient) -> None:
    for response in (client.get(url(SELECT)), client.get(url("SELECT nonsense")), client.put("/sparql")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.fixture(scope="module")
def large() -> Flask:
    """Return the application over 60,000 triples: some megabytes of results."""
    store = pyoxigraph.Store()
    predicate, graph = pyoxigraph.NamedNode("http://a.example/p"), pyoxigraph.NamedNode("http://a.example/g")
    store.extend(
        pyoxigraph.Quad(
            pyoxigraph.NamedNode(f"http://a.example/{n}"), predicate, pyoxigraph.Literal(n), graph
        )
        for n in range(60_000)
    )
    return create_app(Fixed(store))


def test_a_large_result_is_streamed_whole(large: Flask) -> None:
    response = large.test_client().get(url("SELECT ?s ?o { ?s ?p ?o }", format="csv"))
    assert response.is_streamed
    assert "Content-Length" not in response.headers
    rows = list(csv.reader(io.StringIO(response.get_data(as_text=True))))
    assert len(rows) == 60_001
    assert {int(row[1]) for row in rows[1:]} == set(range(60_000))


def test_a_large_page_says_that_it_is_the_beginning(large: Flask) -> None:
    page = large.test_client().get(url("SELECT ?s ?o { ?s ?p ?o }", format="html")).get_data(as_text=True)
    assert "There are more rows" in page
    assert page.count("<tr>") == 1001


def test_the_ready_made_questions(client: FlaskClient, sample: Sample) -> None:
    assert len(questions()) >= 12
    for question in questions().values():
        response = client.post(
            "/sparql", data=question.text.encode(), content_type="application/sparql-query"
        )
        assert response.status_code == 200, (question.name, response.data)
        sent = json.loads(response.data)
        direct = sample.store.query(question.text)
        assert isinstance(direct, pyoxigraph.QuerySolutions)
        names = [variable.value for variable in direct.variables]
        rows = [[None if v is None else v.value for v in row] for row in direct]
        assert rows, question.name
        assert [
            [row[name]["value"] if name in row else None for name in names]
            for row in sent["results"]["bindings"]
        ] == rows, question.name


class TestPage:
    def page(self, client: FlaskClient, path: str, status: int = 200) -> str:
        response = client.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
        assert (response.status_code, response.content_type) == (status, "text/html; charset=utf-8")
        return response.get_data(as_text=True)

    def test_the_form(self, client: FlaskClient) -> None:
        page = self.page(client, "/sparql")
        assert "<textarea" in page
        assert page.count("sparql?query=") == len(questions())

    def test_a_result(self, client: FlaskClient) -> None:
        page = self.page(client, url("SELECT ?c ?label { ?c a kg:Country ; rdfs:label ?label }"))
        assert 'href="./id/country/VRN"' in page
        assert ">Verania<" in page
        assert "2 rows" in page

    def test_a_graph(self, client: FlaskClient) -> None:
        page = self.page(client, url(CONSTRUCT))
        assert 'href="./id/country/VRN"' in page
        assert "format=turtle" in page

    def test_an_answer(self, client: FlaskClient) -> None:
        assert "<h2>Yes</h2>" in self.page(client, url(ASK))
        assert "<h2>No</h2>" in self.page(client, url("ASK { ?x a kg:Nothing }"))

    def test_values_of_all_kinds(self, client: FlaskClient) -> None:
        query = (
            'SELECT ?unbound ("a\\tb\\n\\"c\\"" AS ?text) ("x"@en AS ?tagged) (1.5 AS ?number) (true AS ?yes) '
            '(<javascript:alert(1)> AS ?trap) (<https://news.example/> AS ?web) ("<b>" AS ?markup) { }'
        )
        page = self.page(client, url(query))
        assert "a\tb\n&#34;c&#34;" in page
        assert "1.5" in page and "true" in page
        assert 'href="javascript' not in page
        assert 'href="https://news.example/" rel="noopener noreferrer nofollow"' in page
        assert "&lt;b&gt;" in page and "<b>" not in page

    def test_no_rows(self, client: FlaskClient) -> None:
        assert "0 rows" in self.page(client, url("SELECT ?x { ?x a kg:Nothing }"))

    def test_an_error_keeps_the_query(self, client: FlaskClient) -> None:
        page = self.page(client, url("SELECT *\nWHERE { ?s nope:p </textarea><script>x ?o }"), 400)
        assert "&lt;/textarea&gt;&lt;script&gt;" in page
        assert "<script" not in page
        assert 'role="alert"' in page


@pytest.mark.parametrize(
    ("query", "name"), [("SELECT ({} AS ?x) {{}}", "xml"), ("CONSTRUCT {{ <a:a> <a:b> {} }} {{}}", "rdfxml")]
)
def test_xml_is_well_formed_whatever_the_text(client: FlaskClient, query: str, name: str) -> None:
    text = '"bell \\u0007, nothing \\u0000, no character \\uFFFE\\uFFFF, tab \\t"'
    body = client.get(url(query.format(text), format=name)).data
    found = "".join(ElementTree.fromstring(body).itertext())
    assert "bell \ufffd, nothing \ufffd, no character \ufffd\ufffd, tab \t" in found


def test_text_survives_exactly(client: FlaskClient, sample: Sample) -> None:
    query = f"SELECT ?t WHERE {{ <{sample.plain}> kg:text ?t }}"
    [row] = json.loads(client.get(url(query)).data)["results"]["bindings"]
    assert row["t"]["value"] == PLAIN.text
