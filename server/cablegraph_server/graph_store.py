"""The Graph Store HTTP Protocol: a graph is read, replaced, extended and removed as a whole."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from pyoxigraph import DefaultGraph, NamedNode
from werkzeug.wrappers import Response as BaseResponse

from cablegraph_server.addresses import absolute
from cablegraph_server.caching import etag, not_modified, with_etag
from cablegraph_server.documents import read_documents
from cablegraph_server.evaluation import evaluate, read
from cablegraph_server.formats import GRAPH_FORMATS
from cablegraph_server.parameters import QueryRequest, named_graph, requested_format
from cablegraph_server.problems import ProblemError
from cablegraph_server.results import agree, stream
from cablegraph_server.snapshot import Snapshot
from cablegraph_server.source import Source
from cablegraph_server.writing.permission import permitted
from cablegraph_server.writing.work import Deposit, Removal

PATH = "/graph-store"
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

Graph = NamedNode | DefaultGraph

blueprint = Blueprint("graph_store", __name__)


@blueprint.route(PATH, methods=["GET"])
@blueprint.route(f"{PATH}/<path:name>", methods=["GET"])
def get(name: str | None = None) -> BaseResponse:
    """Send a graph. 404 when there is none of the name; the default graph is always there."""
    graph = _graph(name)
    source: Source = current_app.extensions["cablegraph"]
    snapshot = source.current()
    if isinstance(graph, NamedNode) and not snapshot.oxigraph.contains_named_graph(graph):
        raise ProblemError(HTTPStatus.NOT_FOUND, "There is no graph of this name.")
    return _sent(snapshot, graph)


@blueprint.route(PATH, methods=["PUT"])
@blueprint.route(f"{PATH}/<path:name>", methods=["PUT"])
def put(name: str | None = None) -> BaseResponse:
    """Make a graph of what is sent, in place of what it held."""
    return _deposited(_graph(name), replace=True)


@blueprint.route(PATH, methods=["POST"])
@blueprint.route(f"{PATH}/<path:name>", methods=["POST"])
def post(name: str | None = None) -> BaseResponse:
    """Add what is sent to a graph; without a name, make a new graph and say where it is."""
    if name is None and not request.args:
        # The name is new, so that nothing can be there yet.
        return _deposited(NamedNode(absolute(f"{PATH}/{uuid.uuid4()}")), replace=False)
    return _deposited(_graph(name), replace=False)


@blueprint.route(PATH, methods=["DELETE"])
@blueprint.route(f"{PATH}/<path:name>", methods=["DELETE"])
def delete(name: str | None = None) -> BaseResponse:
    """Remove a graph; the default graph is emptied."""
    writer = permitted()
    writer.write(Removal(_iri(_graph(name))))
    return Response(status=HTTPStatus.NO_CONTENT)


def _graph(name: str | None) -> Graph:
    """Return the graph that the address names: by its path, by ``?graph=``, or by ``?default``."""
    graphs = request.args.getlist("graph")
    default = request.args.getlist("default")
    if (name is not None) + len(graphs) + len(default) != 1:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            f"Name one graph: {PATH}?graph=<IRI>, {PATH}?default, or a path below {PATH}/.",
        )
    if default:
        return DefaultGraph()
    return named_graph("graph", graphs[0] if name is None else absolute(request.path))


def _iri(graph: Graph) -> str | None:
    return graph.value if isinstance(graph, NamedNode) else None


def _sent(snapshot: Snapshot, graph: Graph) -> BaseResponse:
    chosen, media_type = agree(request.headers.get("Accept"), requested_format(request), GRAPH_FORMATS)
    assert chosen.writer is not None
    tag = etag(snapshot, "graph", str(graph), media_type)
    if not_modified(tag):
        return with_etag(Response(status=HTTPStatus.NOT_MODIFIED), tag)
    asked = QueryRequest(query=_ALL, default_graphs=(graph,))
    pump = evaluate(snapshot, asked, read(asked), chosen.writer)
    whole = request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
    return with_etag(stream(pump, asked.query, media_type, whole=whole), tag)


def _deposited(graph: Graph, *, replace: bool) -> BaseResponse:
    writer = permitted()
    iri = _iri(graph)
    documents = read_documents(request, absolute(request.path) if iri is None else iri)
    done = writer.write(Deposit(iri, documents, replace))
    if not done.created or iri is None:
        return Response(status=HTTPStatus.NO_CONTENT)
    return Response(status=HTTPStatus.CREATED, headers={"Location": _location(iri)})


def _location(iri: str) -> str:
    """Return where a graph can be got: at its own name, or at the one of this endpoint for it."""
    own = absolute(f"{PATH}/")
    return iri if iri.startswith(own) else absolute(f"{PATH}?graph={quote(iri, safe='')}")
