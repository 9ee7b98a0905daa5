"""The pages for people, and the things of the graph as data."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pyoxigraph
import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat
from tests.server.sample_graph import (
    HOSTILE,
    HOSTILE_PERSON,
    MINISTER,
    MINISTRY,
    PLAIN,
    RUIZ,
    RUN,
    VERANIA,
    WALL,
    Sample,
    path_of,
)

from cablegraph_ontology.terms import ID, KG, Graph
from cablegraph_server.app import create_app
from cablegraph_server.source import Fixed

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Reader(HTMLParser):
    """Gathers links, ids, the text of the article, and refuses unbalanced elements."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.article = ""
        self.marks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        found = dict(attrs)
        for name in ("href", "src", "action"):
            if found.get(name):
                self.links.append(str(found[name]))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag not in self.VOID:
            self.stack.append("text" if tag == "div" and found.get("class") == "text" else tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        top = self.stack.pop()
        assert top == tag or (tag == "div" and top == "text"), (top, tag)

    def handle_data(self, data: str) -> None:
        if "text" in self.stack and "sup" not in self.stack:
            self.article += data
            if "mark" in self.stack:
                self.marks.append(data)


def read(client: FlaskClient, path: str, status: int = 200) -> tuple[str, Reader]:
    response = client.get(path, headers=BROWSER)
    assert response.status_code == status, (path, response.data)
    assert response.content_type == "text/html; charset=utf-8"
    page = response.get_data(as_text=True)
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.stack == []
    assert len(reader.ids) == len(set(reader.ids)), "an id stands twice"
    return page, reader


def test_every_page_is_reached_and_harmless(client: FlaskClient, sample: Sample) -> None:
    """Walk over all links, as a crawler would, and look at what every page must not have."""
    todo, seen = ["http://localhost/"], set()
    while todo:
        address = todo.pop()
        if address in seen or "format=" in address or "/static/" in address:
            continue
        if urlsplit(address).path.startswith("/api"):
            assert client.get(address).status_code == 200
            continue
        seen.add(address)
        _, reader = read(client, address.removeprefix("http://localhost"))
        assert not reader.tags & {"script", "style", "iframe", "object", "img", "base"}, address
        assert not any(name.startswith("on") or name == "style" for name in reader.attributes), address
        for target in reader.links:
            assert not target.lower().lstrip().startswith(("javascript:", "data:")), address
            assert not target.startswith("/"), f"{target} in {address} breaks under a prefix"
            resolved = urldefrag(urljoin(address, target))[0]
            if resolved.startswith("http://localhost/"):
                todo.append(resolved)
    paths = {address.removeprefix("http://localhost").split("?")[0] for address in seen}
    for iri in (RUIZ.iri, VERANIA.iri, WALL.iri, MINISTRY.iri, MINISTER.iri, RUN, sample.tenure):
        assert path_of(iri) in paths


def test_overview(client: FlaskClient) -> None:
    page, reader = read(client, "/")
    assert "./id/policy/border-wall" in reader.links
    assert "./id/country/VRN" in reader.links
    assert re.search(r"stance claims</dt>\s*<dd>7</dd>", page)
    assert page.index("2020-01-02") < page.index("2019-05-03")


@pytest.mark.parametrize(
    ("iri", "words"),
    [
        (RUIZ.iri, ["Ana Ruiz", "Foreign Minister of Verania", "2019-05-03", "strongly against", "Ána"]),
        (VERANIA.iri, ["Verania", "border wall", "strongly against", "is said to be", "Officials in Calia"]),
        (WALL.iri, ["border wall", "the wall", "Verania", "For it", "Against it", "wanted the wall"]),
        (MINISTRY.iri, ["Foreign Ministry of Verania", "Ana Ruiz", "Country:"]),
        (MINISTER.iri, ["Who was seen in this office", "Ana Ruiz", "Bo Lind", "Agency:"]),
        (RUN, ["run"]),
        (Graph.ENTITIES.value, ["Names and properties"]),
    ],
)
def test_things(client: FlaskClient, iri: str, words: list[str]) -> None:
    page, _ = read(client, path_of(iri))
    for word in words:
        assert word in page


def test_tenure(client: FlaskClient, sample: Sample) -> None:
    page, _ = read(client, path_of(sample.tenure))
    for word in ("Ana Ruiz", "2019-05-03", "Foreign Minister Ana Ruiz", "It is not when the term began"):
        assert word in page


def test_claim(client: FlaskClient, sample: Sample) -> None:
    page, reader = read(client, path_of(sample.stance))
    assert "<mark>against</mark>" in page
    for word in (
        "Ana Ruiz",
        "border wall",
        "-2 on a scale",
        "a denial",
        "is_against",
        "It disputes",
        "2019-05-03",
    ):
        assert word in page
    assert "../../id/claim/" + sample.imputed.rsplit("/", 1)[1] in reader.links
    other, _ = read(client, path_of(sample.imputed))
    assert "It is disputed by" in other
    assert "somebody else says it of the holder" in other
    assert '“<span class="name">Officials in Calia</span>”, not named' in other


def test_article_text_is_whole_and_marked(client: FlaskClient, sample: Sample) -> None:
    page, reader = read(client, path_of(sample.plain))
    assert reader.article.strip() == PLAIN.text
    marked = "".join(reader.marks)
    assert marked.startswith("VERA CITY") and marked.endswith("in private.")
    assert 'href="https://news.example/verania?a=1&amp;b=2"' in page
    assert {"s1", "s2", "s3", "c1", "c2", "c3"} <= set(reader.ids)
    assert '<span class="furniture">' in page


def test_hostile_article(client: FlaskClient, sample: Sample) -> None:
    page, reader = read(client, path_of(sample.hostile))
    assert "script" not in reader.tags
    expected = HOSTILE.text.replace("\x07", "\ufffd").replace("\u202e", "\ufffd")
    assert reader.article.strip() == expected
    assert "".join(reader.marks) == "אמר השר </mark><h1> כי ורניה תומכת בחומה."
    assert "javascript:alert(document.domain)" in page
    assert not any("javascript" in target for target in reader.links)


def test_hostile_label(client: FlaskClient) -> None:
    page, reader = read(client, path_of(HOSTILE_PERSON.iri))
    assert "img" not in reader.tags
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ana ruiz", "./id/person/ana-ruiz"),
        ("IBANEZ", "./id/person/ana-ruiz"),
        ("ministry foreign", "./id/org/vrn-foreign-ministry"),
        ("wall", "./id/policy/border-wall"),
        ("img", "./id/person/hostile"),
    ],
)
def test_search(client: FlaskClient, wanted: str, found: str) -> None:
    _, reader = read(client, f"/search?q={wanted}")
    assert found in reader.links


@pytest.mark.parametrize("wanted", ["", "   ", "nobody at all", "%00", "<script>", "a" * 5000, "%ff"])
def test_search_finds_nothing(client: FlaskClient, wanted: str) -> None:
    _, reader = read(client, f"/search?q={wanted}")
    assert not any("/id/" in target for target in reader.links)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/id/", 404),
        ("/id/person/nobody", 404),
        ("/id/person/ana-ruiz/", 404),
        ("/id/person/a b", 404),
        ("/id/person/%3Cscript%3E", 404),
        ("/id/person/%00", 404),
        ("/id/../../etc/passwd", 404),
        ("/id/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
        ("/list/claim", 404),
        ("/list/person?page=2", 404),
        ("/list/person?page=0", 404),
        ("/list/person?page=x", 400),
        ("/list/person?page=-1", 400),
        ("/list/person?page=" + "9" * 50, 400),
        ("/list/person?page=²", 400),
        ("/id/country/VRN?show=nothing", 404),
        ("/id/country/VRN?show=stances&page=99", 404),
        ("/id/country/VRN?show=stances&with=nothing", 400),
        ("/id/country/VRN?show=stances&with=policy/a>b", 400),
        ("/id/country/VRN?format=docx", 400),
    ],
)
def test_errors_are_pages_for_browsers_and_problems_for_programs(
    client: FlaskClient, path: str, status: int
) -> None:
    _, reader = read(client, path, status)
    assert "script" not in reader.tags
    data = client.get(path)
    assert (data.status_code, data.content_type) == (status, "application/problem+json")
    assert data.get_json()["status"] == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_pages_are_read_only(client: FlaskClient, method: str) -> None:
    for path in ("/", "/id/country/VRN", "/ns", "/search"):
        response = client.open(path, method=method)
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("accept", "content_type", "format_"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("text/turtle;q=0.5, application/trig", "application/trig", RdfFormat.TRIG),
    ],
)
def test_a_thing_as_data(
    client: FlaskClient, sample: Sample, accept: str, content_type: str, format_: RdfFormat
) -> None:
    response = client.get(path_of(RUIZ.iri), headers={"Accept": accept})
    assert (response.status_code, response.content_type) == (200, content_type)
    assert "Accept" in response.headers["Vary"]
    triples = {quad.triple for quad in pyoxigraph.parse(response.data, format=format_)}
    subjects = {t.subject.value for t in triples}
    assert subjects == {RUIZ.iri, sample.tenure, sample.role, sample.stance}
    assert (
        pyoxigraph.Triple(NamedNode(sample.stance), NamedNode(KG + "speaker"), NamedNode(RUIZ.iri)) in triples
    )


def test_an_article_as_data_is_its_graph(client: FlaskClient, sample: Sample) -> None:
    response = client.get(path_of(sample.plain) + "?format=nt")
    triples = {quad.triple for quad in pyoxigraph.parse(response.data, format=RdfFormat.N_TRIPLES)}
    graph = sample.store.oxigraph.quads_for_pattern(None, None, None, NamedNode(sample.plain))
    assert triples == {quad.triple for quad in graph}


def test_a_graph_as_data_comes_from_the_endpoint(client: FlaskClient, sample: Sample) -> None:
    response = client.get(path_of(Graph.ENTITIES), headers={"Accept": "application/n-triples"})
    assert response.status_code == 303
    assert response.headers["Location"].startswith("../../sparql?query=")
    body = client.get(response.headers["Location"].removeprefix("../..")).data
    graph = sample.store.oxigraph.quads_for_pattern(None, None, None, NamedNode(Graph.ENTITIES))
    assert body.count(b"\n") == len(list(graph))


def test_data_is_the_same_every_time(client: FlaskClient) -> None:
    first, second = (client.get(path_of(VERANIA.iri) + "?format=nt").data for _ in range(2))
    assert first == second


def test_long_data_comes_in_parts() -> None:
    store = pyoxigraph.Store()
    graph = NamedNode(ID + "article/0000000000000000")
    person = NamedNode(ID + "person/x")
    for n in range(1100):
        claim = NamedNode(f"{ID}claim/{n:012x}")
        store.add(pyoxigraph.Quad(claim, NamedNode(KG + "speaker"), person, graph))
    client = create_app(Fixed(store)).test_client()
    store.add(pyoxigraph.Quad(person, NamedNode(KG + "note"), pyoxigraph.Literal("x"), graph))
    found, path = 0, "/id/person/x?format=nt"
    while path:
        response = client.get(path)
        found += response.data.count(b"speaker")
        link = re.fullmatch(r'<(.*)>; rel="next"', response.headers.get("Link", ""))
        path = "/id/person/x" + link[1] if link else ""
    assert found == 1100


def test_vocabulary(client: FlaskClient) -> None:
    _, reader = read(client, "/ns")
    assert {"StanceClaim", "holder", "polarity", "Own"} <= set(reader.ids)
    turtle = client.get("/ns", headers={"Accept": "text/turtle"})
    assert turtle.content_type == "text/turtle; charset=utf-8"
    store = pyoxigraph.Store()
    store.load(turtle.data, format=RdfFormat.TURTLE)
    as_xml = client.get("/ns?format=rdfxml")
    again = pyoxigraph.Store()
    again.load(as_xml.data, format=RdfFormat.RDF_XML)
    assert len(store) == len(again) > 100


def test_health(client: FlaskClient) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.get_json()["status"] == "ok"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/", "/sparql", "/id/country/VRN", "/nowhere", "/health", "/static/style.css"]
)
def test_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path, headers=BROWSER).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


def test_pages_answer_304(client: FlaskClient) -> None:
    for path in ("/", "/id/country/VRN", "/list/person", "/id/country/VRN?format=turtle"):
        tag = client.get(path, headers=BROWSER).headers["ETag"]
        again = client.get(path, headers={**BROWSER, "If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")


def test_an_empty_graph_has_pages() -> None:
    client = create_app(Fixed(pyoxigraph.Store())).test_client()
    for path in ("/", "/list/article", "/list/person", "/search?q=x", "/sparql"):
        read(client, path)


def test_a_prefix_changes_nothing(client: FlaskClient) -> None:
    plain = client.get("/id/country/VRN", headers=BROWSER)
    mounted = client.get("/id/country/VRN", headers=BROWSER, base_url="https://graphs.example/press/")
    assert plain.data == mounted.data
