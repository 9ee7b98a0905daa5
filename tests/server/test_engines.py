"""No text of a query reaches rdflib's own engine, which reads files and calls out on its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.plugins.sparql import parser, processor

from cablegraph.store import Store
from cablegraph_server.app import create_app
from cablegraph_server.source import Published
from cablegraph_server.writing.authorization import Token
from cablegraph_server.writing.permission import Writing
from cablegraph_server.writing.writer import Writer

SECRET = "only-for-these-tests-0123456789"
BEARER = {"Authorization": f"Bearer {SECRET}"}


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Return a client of a server in which rdflib's engine fails."""

    def fail(*_arguments: object, **_options: object) -> NoReturn:
        raise AssertionError("rdflib was asked")

    for place, name in (
        (parser, "parseQuery"),
        (parser, "parseUpdate"),
        (processor, "parseQuery"),
        (processor, "parseUpdate"),
        (rdflib.Graph, "query"),
        (rdflib.Graph, "update"),
        (rdflib.Graph, "parse"),
    ):
        monkeypatch.setattr(place, name, fail)
    with Store.open(tmp_path) as store:
        store.publish()
    source = Published(tmp_path)
    writer = Writer(tmp_path, source.refresh)
    yield create_app(source, writing=Writing(Token(SECRET), writer)).test_client()
    writer.close()


def test_rdflib_is_never_asked(client: FlaskClient) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        here = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        for source in ("", f"FROM <{here}>", f"FROM NAMED <{here}>", "FROM <file:///etc/hostname>"):
            for query in (
                "SELECT * {} {{ ?s ?p ?o }}",
                "ASK {} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
                "DESCRIBE <a:b> {}",
                "BASE <x:y> CONSTRUCT {{ ?s ?p ?o }} {} {{ ?s ?p ?o }}",
            ):
                text = quote(query.format(source))
                answer = client.get(f"/sparql?query={text}&default-graph-uri=" + quote(here))
                assert answer.status_code == 200, answer.data
                assert client.get(f"/sparql?query={text}").status_code == 200
        update = f"INSERT {{ GRAPH <a:g> {{ ?s ?p ?o }} }} USING <{here}> WHERE {{ ?s ?p ?o }}"
        assert client.post("/sparql", data={"update": update}, headers=BEARER).status_code == 204
        turtle = {**BEARER, "Content-Type": "text/turtle"}
        assert (
            client.put(f"/graph-store?graph={quote(here)}", data="<> a <x> .", headers=turtle).status_code
            == 201
        )
        assert client.get(f"/graph-store?graph={quote(here)}").status_code == 200
        assert client.get("/sparql").status_code == 200
        for path in ("stances", "officials?role=minister", "policies", f"search?q=FROM+<{quote(here)}>"):
            assert client.get(f"/api/{path}").status_code == 200
        with pytest.raises(TimeoutError):
            listener.accept()
