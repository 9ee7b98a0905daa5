"""What a client asks the SPARQL endpoint, read strictly: nothing is guessed and nothing is repaired."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from flask import Request
from pyoxigraph import DefaultGraph, NamedNode

from cablegraph_server.addresses import absolute
from cablegraph_server.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS
from cablegraph_server.negotiation import Representation, named
from cablegraph_server.problems import ProblemError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ACCEPTED = (QUERY, UPDATE, FORM)

MAX_FIELDS = 1000
# Undoing the percent signs of a form takes a second for 8 MB of them, and other requests wait meanwhile.
MAX_FORM_BYTES = 1024 * 1024

READ_ONLY = "This server answers queries only. The graph is changed with the command line, not over HTTP."

_FORMATS: tuple[Representation, ...] = (*RESULT_FORMATS, *GRAPH_FORMATS, HTML)
_QUERY_GRAPHS = ("default-graph-uri", "named-graph-uri")
_UPDATE_GRAPHS = ("using-graph-uri", "using-named-graph-uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRequest:
    """A query, the dataset that the client wants it to see, and the format asked for by name."""

    query: str
    default_graphs: tuple[NamedNode | DefaultGraph, ...] = ()
    named_graphs: tuple[NamedNode, ...] = ()
    format: str | None = None
    timeout: float | None = None
    """Seconds after which the client does not want an answer any more."""
    base: str | None = None
    """What relative IRIs in the query are relative to: the address of the endpoint."""

    @property
    def has_dataset(self) -> bool:
        """Whether the protocol names the dataset; it then overrides the query's FROM."""
        return bool(self.default_graphs or self.named_graphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRequest:
    """An update, and the dataset that the client wants its WHERE clauses to see."""

    update: str
    using_graphs: tuple[NamedNode, ...] = ()
    using_named_graphs: tuple[NamedNode, ...] = ()


def read_sparql_request(
    request: Request, before_update: Callable[[], object]
) -> QueryRequest | UpdateRequest | None:
    """Return what is asked, or None when it is nothing. Raises `ProblemError` for what is malformed.

    `before_update` is called before the text of an update is read: it may refuse the client, or allow more.
    """
    fields = decode_fields(request.query_string, "The query string of the address")
    if any(name == "update" for name, _ in fields):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, "An update is sent in the body of a POST, not in the address."
        )
    if request.method == "POST":
        if request.mimetype == UPDATE:
            before_update()
        fields += _body_fields(request)
    query, update = _single(fields, "query"), _single(fields, "update")
    if query is not None and update is not None:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "There is a query and an update. Send one of them.")
    if update is not None:
        before_update()
        _refuse_fields(fields, _QUERY_GRAPHS, "an update")
        using, named = (_graphs(fields, name) for name in _UPDATE_GRAPHS)
        return UpdateRequest(update=update, using_graphs=using, using_named_graphs=named)
    if query is None:
        return None
    if not query.strip():
        raise ProblemError(HTTPStatus.BAD_REQUEST, "The query is empty.")
    _refuse_fields(fields, _UPDATE_GRAPHS, "a query")
    defaults, named = (_graphs(fields, name) for name in _QUERY_GRAPHS)
    return QueryRequest(
        query=query,
        default_graphs=defaults,
        named_graphs=named,
        format=_format(fields),
        timeout=_seconds(_single(fields, "timeout")),
        base=absolute(request.path),
    )


def _refuse_fields(fields: list[tuple[str, str]], names: tuple[str, ...], what: str) -> None:
    for name, _ in fields:
        if name in names:
            raise ProblemError(HTTPStatus.BAD_REQUEST, f"{name} has no meaning for {what}.")


def requested_format(request: Request) -> str | None:
    """Return the value of ``format=`` in the address, or None."""
    return _format(decode_fields(request.query_string, "The query string of the address"))


def _format(fields: list[tuple[str, str]]) -> str | None:
    """Return the format asked for by name. SPARQLWrapper gives several names at once, for one format."""
    names = [value for key, value in fields if key == "format"]
    known = [(name, found[0]) for name in names if (found := named(name, _FORMATS)) is not None]
    if len({representation for _, representation in known}) > 1:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"The formats contradict each other: {', '.join(names)}.")
    return next((name for name, _ in known), names[0] if names else None)


def _body_fields(request: Request) -> list[tuple[str, str]]:
    media_type = request.mimetype
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if media_type not in ACCEPTED or charset not in ("utf-8", "utf8", "us-ascii"):
        raise ProblemError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"A query is posted as {QUERY} or as {FORM}, an update as {UPDATE} or as {FORM}, all in UTF-8.",
            headers={"Accept-Post": ", ".join(ACCEPTED)},
        )
    body = request.get_data(cache=False)
    if media_type == FORM and len(body) > MAX_FORM_BYTES:
        raise ProblemError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"A form has at most {MAX_FORM_BYTES} bytes. Post longer texts as {QUERY} or {UPDATE}.",
        )
    if media_type == FORM:
        return decode_fields(body, "The form")
    name = "query" if media_type == QUERY else "update"
    try:
        return [(name, body.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise _not_utf8(f"The {name}", error) from error


def decode_fields(data: bytes, what: str) -> list[tuple[str, str]]:
    """Return the fields of a form or query string. Raises a 400 problem for what is not UTF-8."""
    try:
        return parse_qsl(
            data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS
        )
    except UnicodeDecodeError as error:
        raise _not_utf8(what, error) from error
    except ValueError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"{what} has more than {MAX_FIELDS} fields.") from error


def _not_utf8(what: str, error: UnicodeDecodeError) -> ProblemError:
    return ProblemError(HTTPStatus.BAD_REQUEST, f"{what} is not valid UTF-8: {error.reason}.")


def _single(fields: list[tuple[str, str]], name: str) -> str | None:
    values = [value for key, value in fields if key == name]
    if len(values) > 1:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"There is more than one {name!r}.")
    return values[0] if values else None


def _seconds(value: str | None) -> float | None:
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", value, re.ASCII) is None or float(value) == 0:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "timeout= is a number of seconds, like 2.5.")
    return float(value)


def _graphs(fields: list[tuple[str, str]], name: str) -> tuple[NamedNode, ...]:
    return tuple(named_graph(name, value) for key, value in fields if key == name)


def named_graph(name: str, value: str) -> NamedNode:
    """Return the graph that a parameter names. Raises a 400 problem when the value is no absolute IRI."""
    try:
        return NamedNode(value)
    except ValueError as error:
        detail = f"{name} is not an absolute IRI: {error}."
        raise ProblemError(HTTPStatus.BAD_REQUEST, detail) from error
