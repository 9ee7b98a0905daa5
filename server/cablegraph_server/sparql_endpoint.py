"""The SPARQL endpoint: the SPARQL 1.1 Protocol, the description of the service, and a form for people."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from cablegraph_ontology.questions import questions
from cablegraph_server.addresses import absolute
from cablegraph_server.caching import not_modified, query_tag, tagged, with_etag
from cablegraph_server.evaluation import evaluate, read
from cablegraph_server.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS
from cablegraph_server.negotiation import choose, named, not_acceptable
from cablegraph_server.parameters import QueryRequest, UpdateRequest, read_sparql_request, requested_format
from cablegraph_server.problems import ProblemError
from cablegraph_server.result_table import result_table
from cablegraph_server.results import AnyFormat, agree, offered, stream
from cablegraph_server.service_description import describe_service
from cablegraph_server.snapshot import Snapshot
from cablegraph_server.source import Source
from cablegraph_server.writing.permission import permitted
from cablegraph_server.writing.work import Update

blueprint = Blueprint("sparql", __name__)

FORM_QUERY = """SELECT ?holder ?policy ?polarity ?cue ?date WHERE {
  ?claim a kg:StanceClaim ;
         kg:holder/rdfs:label ?holder ;
         kg:policy/rdfs:label ?policy ;
         kg:polarity ?polarity ;
         kg:cue ?cue ;
         kg:date ?date .
} ORDER BY DESC(?date) ?holder LIMIT 50
"""


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql/", methods=["GET", "POST"])
def sparql() -> BaseResponse:
    """Answer a query, make an update, show the form to a browser, or describe the service."""
    asked = read_sparql_request(request, before_update=permitted)
    source: Source = current_app.extensions["cablegraph"]
    if isinstance(asked, UpdateRequest):
        permitted().write(_update(asked))
        return Response(status=HTTPStatus.NO_CONTENT)
    if _wants_page(asked):
        return _page(source, asked)
    if asked is not None:
        return _answer(source.current(), asked)
    if request.method == "POST":
        raise ProblemError(HTTPStatus.BAD_REQUEST, "There is neither a query nor an update in the form.")
    return describe_service(source.current())


def _update(asked: UpdateRequest) -> Update:
    return Update(
        asked.update,
        absolute(request.path),
        tuple(graph.value for graph in asked.using_graphs),
        tuple(graph.value for graph in asked.using_named_graphs),
    )


def _wants_page(asked: QueryRequest | None) -> bool:
    """Return whether a page is wanted rather than data, before anything is known about the query."""
    name = requested_format(request) if asked is None else asked.format
    if name is not None:
        return named(name, (HTML,)) is not None
    formats: tuple[AnyFormat, ...] = (*RESULT_FORMATS, *GRAPH_FORMATS, HTML)
    chosen = choose(request.headers.get("Accept"), formats)
    return chosen is not None and chosen[0] is HTML


def _answer(snapshot: Snapshot, asked: QueryRequest) -> BaseResponse:
    parsed = read(asked)
    chosen, media_type = agree(request.headers.get("Accept"), asked.format, offered(parsed.form))
    if chosen.writer is None:
        raise not_acceptable(offered(parsed.form)[:-1])
    tag = query_tag(snapshot, asked, media_type) if request.method in ("GET", "HEAD") else None
    if tag is not None and not_modified(tag):
        return with_etag(Response(status=HTTPStatus.NOT_MODIFIED), tag)
    whole = request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
    pump = evaluate(snapshot, asked, parsed, chosen.writer)
    response = stream(pump, asked.query, media_type, whole=whole)
    return response if tag is None else with_etag(response, tag)


def _page(source: Source, asked: QueryRequest | None) -> BaseResponse:
    table, problem = None, None
    if asked is not None:
        try:
            table = result_table(source.current(), asked)
        except ProblemError as raised:
            problem = raised
    page = render_template(
        "sparql.html",
        query=FORM_QUERY if asked is None else asked.query,
        asked=asked,
        table=table,
        problem=problem,
        questions=tuple(questions().values()),
        result_formats=RESULT_FORMATS,
        graph_formats=GRAPH_FORMATS,
    )
    return tagged(Response(page, status=HTTPStatus.OK if problem is None else problem.status))
