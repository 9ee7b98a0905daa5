"""The HTTP application: SPARQL and JSON for programs, pages for people."""

from __future__ import annotations

import logging
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from cablegraph_server import graph_store, operations, pages, sparql_endpoint
from cablegraph_server.addresses import BASE_URL
from cablegraph_server.api import routes as api
from cablegraph_server.compression import compress
from cablegraph_server.evaluation import WORKERS
from cablegraph_server.formats import HTML
from cablegraph_server.metrics import METRICS, Metrics
from cablegraph_server.negotiation import MediaRange, parse_accept
from cablegraph_server.observing import Observed
from cablegraph_server.plain_queries import PlainQueries
from cablegraph_server.problems import ProblemError, problem_response
from cablegraph_server.source import Published, Source
from cablegraph_server.templating import prepare_templates
from cablegraph_server.workers.service import QueryService
from cablegraph_server.writing import permission
from cablegraph_server.writing.permission import Writing

# A query of this size is generated, and nobody has generated a larger one in earnest.
MAX_BODY_BYTES = 4 * 1024 * 1024

CONSTANT_HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Access-Control-Expose-Headers", "ETag, Link, Allow, Location, Retry-After, WWW-Authenticate"),
)

log = logging.getLogger(__name__)


CORS = "CABLEGRAPH_CORS"
"""Key of the application's configuration: the origins whose pages may read answers; "*" means all."""


def create_app(
    source: Path | str | Source,
    *,
    writing: Writing | None = None,
    queries: QueryService | None = None,
    cors: tuple[str, ...] = ("*",),
    base_url: str | None = None,
) -> Flask:
    """Return the application for a store's directory, or for anything that gives snapshots.

    Without `writing` nobody can change the graph. Without `queries`, queries run in this process and have no
    limits. `base_url` is the public address, when it is not the one that clients ask for.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    app.extensions["cablegraph"] = Published(Path(source)) if isinstance(source, Path | str) else source
    app.extensions[permission.EXTENSION] = writing
    app.extensions[WORKERS] = queries
    app.extensions[METRICS] = metrics = Metrics()
    app.config[CORS] = cors
    app.config[BASE_URL] = base_url
    prepare_templates(app)
    app.register_blueprint(sparql_endpoint.blueprint)
    app.register_blueprint(graph_store.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(operations.blueprint)
    app.register_blueprint(api.blueprint)
    app.add_url_rule("/health", view_func=health)
    app.after_request(compress)
    app.after_request(_add_headers)
    app.register_error_handler(ProblemError, _on_problem)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_error)
    # Flask says to wrap an application by setting its `wsgi_app`, which mypy takes for a method only.
    if queries is not None and "*" in cors:
        plain = PlainQueries(app.wsgi_app, app.extensions["cablegraph"], queries, base_url)
        app.wsgi_app = plain  # type: ignore[method-assign]
    app.wsgi_app = Observed(app.wsgi_app, metrics, CONSTANT_HEADERS)  # type: ignore[method-assign]
    return app


def health() -> BaseResponse:
    """Say that the server answers, and from which generation."""
    source: Source = current_app.extensions["cablegraph"]
    body = {"status": "ok", "generation": source.current().generation}
    response = jsonify(body)
    response.headers["Cache-Control"] = "no-store"
    return response


def _add_headers(response: BaseResponse) -> BaseResponse:
    _allow_origin(response)
    if request.endpoint != "static":
        response.vary.add("Accept")
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        response.headers.setdefault("Cache-Control", "no-store")
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
        response.headers["Access-Control-Allow-Headers"] = (
            "Accept, Authorization, Content-Type, If-None-Match"
        )
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _allow_origin(response: BaseResponse) -> None:
    """Let pages of other sites read the answer, where they may."""
    allowed: tuple[str, ...] = current_app.config[CORS]
    origin = request.headers.get("Origin")
    if "*" in allowed:
        response.headers["Access-Control-Allow-Origin"] = "*"
    elif allowed:
        response.vary.add("Origin")
        if origin in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin


def _on_problem(problem: ProblemError) -> BaseResponse:
    if not _wants_page():
        return problem_response(problem)
    page = render_template("problem.html", problem=problem)
    return Response(page, status=problem.status.value, headers=problem.headers)


def _on_http_error(error: HTTPException) -> BaseResponse:
    """Turn the framework's own errors into problems; redirects stay what they are."""
    code = error.code or 500
    if code < 400:
        return Response(status=code, headers=error.get_headers())
    headers = {n: v for n, v in error.get_headers() if n in ("Allow", "Retry-After")}
    return _on_problem(ProblemError(HTTPStatus(code), _sentence(code, error), headers=headers))


def _sentence(code: int, error: HTTPException) -> str:
    if code == HTTPStatus.NOT_FOUND:
        return "There is nothing at this address."
    if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return f"The request is larger than {request.max_content_length} bytes."
    return error.description or HTTPStatus(code).phrase


def _on_error(error: Exception) -> BaseResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return _on_problem(
        ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, "The server failed at this request. Its log says why.")
    )


def _wants_page() -> bool:
    """Return whether an error is for a person: a browser names HTML, a program rarely does.

    The API has no pages, for its errors neither.
    """
    if request.path == "/api" or request.path.startswith("/api/"):
        return False
    ranges = parse_accept(request.headers.get("Accept"))
    wanted = [r for r in ranges if r.quality > 0 and _is_html(r)]
    best = max((r.quality for r in ranges), default=0.0)
    return any(r.quality == best for r in wanted)


def _is_html(media_range: MediaRange) -> bool:
    return f"{media_range.main}/{media_range.sub}" in HTML.media_types
