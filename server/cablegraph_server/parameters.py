"""What a client asks the SPARQL endpoint, read strictly: nothing is guessed and nothing is repaired."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from flask import Request
from pyoxigraph import NamedNode

from cablegraph_server.problems import ProblemError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ACCEPTED = (QUERY, FORM)

MAX_FIELDS = 1000

READ_ONLY = "This server answers queries only. The graph is changed with the command line, not over HTTP."


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRequest:
    """A query, the dataset that the client wants it to see, and the format asked for by name."""

    query: str
    default_graphs: tuple[NamedNode, ...] = ()
    named_graphs: tuple[NamedNode, ...] = ()
    format: str | None = None

    @property
    def has_dataset(self) -> bool:
        """Whether the protocol names the dataset; it then overrides the query's FROM."""
        return bool(self.default_graphs or self.named_graphs)


def read_query_request(request: Request) -> QueryRequest | None:
    """Return what is asked, or None when there is no query. Raises `ProblemError` for what is malformed."""
    fields = _decode(request.query_string, "The query string of the address")
    if request.method == "POST":
        fields += _body_fields(request)
    if any(name == "update" for name, _ in fields):
        status = HTTPStatus.FORBIDDEN if request.method == "POST" else HTTPStatus.BAD_REQUEST
        raise ProblemError(status, READ_ONLY)
    query = _single(fields, "query")
    if query is None or not query.strip():
        return None
    return QueryRequest(
        query=query,
        default_graphs=_graphs(fields, "default-graph-uri"),
        named_graphs=_graphs(fields, "named-graph-uri"),
        format=_single(fields, "format"),
    )


def requested_format(request: Request) -> str | None:
    """Return the value of ``format=`` in the address, or None."""
    return _single(_decode(request.query_string, "The query string of the address"), "format")


def _body_fields(request: Request) -> list[tuple[str, str]]:
    media_type = request.mimetype
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if media_type == UPDATE:
        raise ProblemError(HTTPStatus.FORBIDDEN, READ_ONLY)
    if media_type not in ACCEPTED or charset not in ("utf-8", "utf8", "us-ascii"):
        raise ProblemError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"A query is posted as {QUERY} or as {FORM}, in UTF-8.",
            headers={"Accept-Post": ", ".join(ACCEPTED)},
        )
    body = request.get_data(cache=False)
    if media_type == FORM:
        return _decode(body, "The form")
    try:
        return [("query", body.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise _not_utf8("The query", error) from error


def _decode(data: bytes, what: str) -> list[tuple[str, str]]:
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


def _graphs(fields: list[tuple[str, str]], name: str) -> tuple[NamedNode, ...]:
    graphs = []
    for key, value in fields:
        if key == name:
            try:
                graphs.append(NamedNode(value))
            except ValueError as error:
                detail = f"{name} is not an absolute IRI: {error}."
                raise ProblemError(HTTPStatus.BAD_REQUEST, detail) from error
    return tuple(graphs)
