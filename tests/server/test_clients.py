"""Real clients against the running server: SPARQLWrapper, rdflib, Oxigraph's parsers, curl, Comunica."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed, Unauthorized
from tests.live_server import LiveServer

DATA = """
@prefix e: <http://a.example/> .
e:a e:name "Anna"@en ; e:age 41 ; e:knows e:b , e:c .
e:b e:name "Bó" ; e:knows e:c .
e:c e:name "C, \\"the third\\"\\n" .
"""
NAMES = ["Anna", "Bó", 'C, "the third"\n']
PREFIX = "PREFIX e: <http://a.example/> "
SELECT = PREFIX + "SELECT ?name { ?x e:name ?name } ORDER BY ?name"
CONSTRUCT = PREFIX + "CONSTRUCT { ?y e:knownBy ?x } WHERE { ?x e:knows ?y }"
GRAPH = "http://a.example/graph"

# The newest whose parts run on Node.js 18 and 20 too.
COMUNICA = "@comunica/query-sparql@4.5.0"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Return a running server with a small graph."""
    with LiveServer(tmp_path_factory.mktemp("clients") / "graph") as server:
        path = f"/graph-store?graph={quote(GRAPH, safe='')}"
        assert server.ask("PUT", path, DATA.encode(), {"Content-Type": "text/turtle"}).status == 201
        yield server


class TestSparqlWrapper:
    def wrapper(self, server: LiveServer, query: str, form: str | None = None) -> Any:
        wrapper: Any = SPARQLWrapper(f"{server.url}/sparql")
        wrapper.setQuery(query)
        if form is not None:
            wrapper.setReturnFormat(form)
        return wrapper

    def test_json(self, server: LiveServer) -> None:
        rows = self.wrapper(server, SELECT, JSON).queryAndConvert()["results"]["bindings"]
        assert [row["name"]["value"] for row in rows] == NAMES
        assert rows[0]["name"]["xml:lang"] == "en"

    def test_xml(self, server: LiveServer) -> None:
        document = self.wrapper(server, SELECT, XML).queryAndConvert()
        assert [node.firstChild.data for node in document.getElementsByTagName("literal")] == NAMES

    @pytest.mark.parametrize("form", [CSV, TSV])
    def test_tables(self, server: LiveServer, form: str) -> None:
        text = self.wrapper(server, SELECT, form).queryAndConvert().decode()
        if form == CSV:
            assert [row[0] for row in csv.reader(io.StringIO(text, newline=""))] == ["name", *NAMES]
        assert text.count("Anna") == 1

    @pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD, XML])
    def test_graphs(self, server: LiveServer, form: str) -> None:
        found = self.wrapper(server, CONSTRUCT, form).queryAndConvert()
        if isinstance(found, bytes):
            found = Graph().parse(data=found, format="turtle")
        assert len(found) == 3

    def test_ask_and_post(self, server: LiveServer) -> None:
        wrapper = self.wrapper(server, PREFIX + "ASK { e:a e:knows e:b }", JSON)
        assert wrapper.queryAndConvert()["boolean"] is True
        wrapper.setMethod(POST)
        assert wrapper.queryAndConvert()["boolean"] is True

    def test_datasets(self, server: LiveServer) -> None:
        wrapper = self.wrapper(server, SELECT, JSON)
        wrapper.addDefaultGraph("http://nothing.example/")
        assert wrapper.queryAndConvert()["results"]["bindings"] == []

    def test_errors_are_what_the_client_expects(self, server: LiveServer) -> None:
        with pytest.raises(QueryBadFormed, match="line"):
            self.wrapper(server, "SELECT nonsense").query()
        update = self.wrapper(server, "INSERT DATA { <http://a.example/z> <http://a.example/p> 1 }")
        update.setMethod(POST)
        with pytest.raises(Unauthorized):
            update.query()

    def test_updates(self, server: LiveServer) -> None:
        update = self.wrapper(
            server, f"INSERT DATA {{ GRAPH <{GRAPH}/2> {{ <http://a.example/z> <http://a.example/p> 1 }} }}"
        )
        update.setMethod(POST)
        update.addCustomHttpHeader("Authorization", f"Bearer {server.token}")
        assert update.query().response.status == 204
        ask = self.wrapper(server, "ASK { <http://a.example/z> <http://a.example/p> 1 }", JSON)
        assert ask.queryAndConvert()["boolean"] is True
        bad = self.wrapper(server, "DROP GRAPH <http://nothing.example/>")
        bad.setMethod(POST)
        bad.addCustomHttpHeader("Authorization", f"Bearer {server.token}")
        with pytest.raises(Exception, match="409") as told:
            bad.query()
        assert not isinstance(told.value, EndPointInternalError)


class TestRdflib:
    @pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
    @pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
    def test_select(self, server: LiveServer, method: str, form: str) -> None:
        graph = Graph(SPARQLStore(f"{server.url}/sparql", method=method, returnFormat=form))
        rows = [str(row[0]) for row in graph.query(SELECT)]  # type: ignore[index]
        assert rows == NAMES

    def test_patterns(self, server: LiveServer) -> None:
        graph = Graph(SPARQLStore(f"{server.url}/sparql"))
        known = set(graph.objects(URIRef("http://a.example/a"), URIRef("http://a.example/knows")))
        assert known == {URIRef("http://a.example/b"), URIRef("http://a.example/c")}
        assert (URIRef("http://a.example/a"), URIRef("http://a.example/age"), Literal(41)) in graph
        assert bool(graph.query(PREFIX + "ASK { e:a e:knows e:b }"))

    def test_construct(self, server: LiveServer) -> None:
        found = Graph(SPARQLStore(f"{server.url}/sparql")).query(CONSTRUCT).graph
        assert found is not None
        assert len(found) == 3

    def test_write(self, server: LiveServer) -> None:
        endpoint = f"{server.url}/sparql"
        headers = {"Authorization": f"Bearer {server.token}"}
        store = SPARQLUpdateStore(endpoint, endpoint, context_aware=True, headers=headers)
        graph = Dataset(store).graph(URIRef(f"{GRAPH}/rdflib"))
        triple = (URIRef("http://a.example/r"), URIRef("http://a.example/p"), Literal('r\n"é'))
        graph.add(triple)
        assert list(graph) == [triple]
        graph.remove(triple)
        assert list(graph) == []


class TestOxigraph:
    @pytest.mark.parametrize(
        "form", [ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.TSV]
    )
    def test_results(self, server: LiveServer, form: ox.QueryResultsFormat) -> None:
        answer = server.query(SELECT, form.media_type, [])
        solutions = ox.parse_query_results(answer.body, format=form)
        assert isinstance(solutions, ox.QuerySolutions)
        assert [row["name"].value for row in solutions] == NAMES

    @pytest.mark.parametrize(
        "form",
        [
            ox.RdfFormat.TURTLE,
            ox.RdfFormat.N_TRIPLES,
            ox.RdfFormat.RDF_XML,
            ox.RdfFormat.JSON_LD,
            ox.RdfFormat.TRIG,
            ox.RdfFormat.N_QUADS,
            ox.RdfFormat.N3,
        ],
    )
    def test_graphs(self, server: LiveServer, form: ox.RdfFormat) -> None:
        answer = server.query(CONSTRUCT, form.media_type, [])
        assert len(list(ox.parse(answer.body, form))) == 3


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
class TestCurl:
    def curl(self, *arguments: str) -> str:
        return subprocess.run(
            ["curl", "--silent", "--show-error", "--fail-with-body", "--max-time", "20", *arguments],
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def test_get_post_and_compression(self, server: LiveServer) -> None:
        url = f"{server.url}/sparql"
        expected = ["name", *NAMES]
        for arguments in (
            ["--get", "--data-urlencode", f"query={SELECT}"],
            ["--data-urlencode", f"query={SELECT}"],
            ["--data-binary", SELECT, "-H", "Content-Type: application/sparql-query"],
            ["--compressed", "--http1.0", "--get", "--data-urlencode", f"query={SELECT}"],
        ):
            text = self.curl(url, "-H", "Accept: text/csv", *arguments)
            assert [row[0] for row in csv.reader(io.StringIO(text))] == [
                n.replace("\r\n", "\n") for n in expected
            ]

    def test_files_go_up_and_down(self, server: LiveServer, tmp_path: Path) -> None:
        file = tmp_path / "data.ttl"
        file.write_text("<http://a.example/u> <http://a.example/p> 1 .")
        token = ["-H", f"Authorization: Bearer {server.token}"]
        url = f"{server.url}/graph-store?graph={quote(GRAPH + '/curl', safe='')}"
        self.curl(url, *token, "--upload-file", str(file), "-H", "Content-Type: text/turtle")
        assert "http://a.example/u" in self.curl(url)
        self.curl(url, *token, "--form", f"file=@{file};type=text/turtle")
        assert "200" in self.curl(url, "--head")
        self.curl(url, *token, "--request", "DELETE")
        assert (
            "There is no graph" in subprocess.run(["curl", "-s", url], capture_output=True, text=True).stdout
        )


def comunica() -> Path:
    """Return Comunica's command, installed in the user's cache; skip where that cannot be done."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    cache = (
        Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
        / "cablegraph"
        / COMUNICA.replace("/", "-")
    )
    command = cache / "node_modules" / ".bin" / "comunica-sparql"
    if not command.exists():
        cache.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--prefix", str(cache), "--no-audit", "--no-fund", COMUNICA]
        done = subprocess.run(install, capture_output=True, text=True, timeout=600)
        if done.returncode != 0:
            pytest.skip(f"npm cannot install {COMUNICA}: {done.stderr[-200:]}")
    return command


class TestComunica:
    def ask(self, server: LiveServer, query: str, form: str) -> str:
        return subprocess.run(
            [str(comunica()), f"sparql@{server.url}/sparql", "--query", query, "--outputType", form],
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout

    def test_select(self, server: LiveServer) -> None:
        rows: list[dict[str, Any]] = json.loads(self.ask(server, SELECT, "application/json"))
        assert [ox.Literal(name).value for name in NAMES] == [text(row["name"]) for row in rows]

    def test_construct(self, server: LiveServer) -> None:
        found = self.ask(server, CONSTRUCT, "application/n-triples")
        assert len(list(ox.parse(found, ox.RdfFormat.N_TRIPLES))) == 3

    def test_a_join_that_it_makes_itself(self, server: LiveServer) -> None:
        source = f"sparql@{server.url}/sparql"
        query = PREFIX + "SELECT ?n { e:a e:knows ?x . ?x e:name ?n } ORDER BY ?n"
        done = subprocess.run(
            [str(comunica()), source, source, "--query", query, "--outputType", "application/json"],
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert {text(row["n"]) for row in json.loads(done.stdout)} == set(NAMES[1:])


def text(term: str) -> str:
    """Return the text of a literal as Comunica writes it: in quotes, with a language or datatype."""
    return term[1 : term.rindex('"')]


def test_the_server_says_goodbye_properly(server: LiveServer) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    for _ in range(3):
        connection.request("GET", "/sparql?query=ASK%7B%7D")
        assert connection.getresponse().read()
    connection.close()
