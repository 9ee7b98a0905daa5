"""The addresses of the API."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from cablegraph_ontology.terms import Kind
from cablegraph_server.addresses import absolute
from cablegraph_server.api.answers import Document, Page, answer, listed
from cablegraph_server.api.asked import PAGE, Asked
from cablegraph_server.api.claims import claim_with_links, claims, whole_article
from cablegraph_server.api.description import index, served
from cablegraph_server.api.names import ACTORS, resource, thing
from cablegraph_server.api.officials import official_page
from cablegraph_server.api.policies import countries as country_page
from cablegraph_server.api.policies import policies as policy_page
from cablegraph_server.api.rows import Selection
from cablegraph_server.api.searching import hits
from cablegraph_server.api.selections import OFFICIALS, STANCES, behind, in_article, stances
from cablegraph_server.snapshot import Snapshot
from cablegraph_server.source import Source

blueprint = Blueprint("api", __name__, url_prefix="/api")


def _now() -> Snapshot:
    source: Source = current_app.extensions["cablegraph"]
    return source.current()


@blueprint.get("", strict_slashes=False)
def api() -> BaseResponse:
    """Say what there is."""
    Asked.of(request, ())
    response = answer(_now(), index)
    response.headers["Link"] = f'<{absolute("/api/openapi.json")}>; rel="service-desc"'
    return response


@blueprint.get("/openapi.json")
def openapi() -> BaseResponse:
    """Give the description of the API for programs."""
    Asked.of(request, ())
    return answer(_now(), served)


@blueprint.get("/officials")
def officials() -> BaseResponse:
    """List who was seen in which office."""
    now, asked = _now(), Asked.of(request, (*OFFICIALS, *PAGE))
    return answer(now, lambda: listed(now, asked, official_page(now, asked)))


@blueprint.get("/officials/<key>/claims")
def claims_of_official(key: str) -> BaseResponse:
    """List the claims behind an official's time in office."""
    now, asked = _now(), Asked.of(request, PAGE)
    return answer(now, lambda: _claims(now, asked, behind(resource(now, key, Kind.TENURE))))


@blueprint.get("/countries")
def countries() -> BaseResponse:
    """List the countries."""
    now, asked = _now(), Asked.of(request, ("q", *PAGE))
    return answer(now, lambda: listed(now, asked, country_page(now, asked)))


@blueprint.get("/countries/<code>/stances")
def stances_of_country(code: str) -> BaseResponse:
    """List where a country stands."""
    now, asked = _now(), Asked.of(request, (*STANCES, *PAGE))

    def compute() -> Document:
        return _claims(now, asked, stances(now, asked, resource(now, code, Kind.COUNTRY)))

    return answer(now, compute)


@blueprint.get("/stances")
def stances_of_all() -> BaseResponse:
    """List where countries, organisations and persons stand."""
    now, asked = _now(), Asked.of(request, ("holder", *STANCES, *PAGE))

    def compute() -> Document:
        return _claims(now, asked, stances(now, asked, thing(now, asked, "holder", *ACTORS)))

    return answer(now, compute)


@blueprint.get("/policies")
def policies() -> BaseResponse:
    """List the policies."""
    now, asked = _now(), Asked.of(request, ("q", "topic", *PAGE))
    return answer(now, lambda: listed(now, asked, policy_page(now, asked)))


@blueprint.get("/claims/<key>")
def claim(key: str) -> BaseResponse:
    """Show a claim."""
    now = _now()
    Asked.of(request, ())
    return answer(now, lambda: claim_with_links(now, resource(now, key, Kind.CLAIM)))


@blueprint.get("/articles/<key>")
def article(key: str) -> BaseResponse:
    """Show an article with its claims."""
    now, asked = _now(), Asked.of(request, ("rejected", *PAGE))

    def compute() -> Document:
        iri = resource(now, key, Kind.ARTICLE)
        return _claims(now, asked, in_article(iri, asked)) | {"article": whole_article(now, iri)}

    return answer(now, compute)


@blueprint.get("/search")
def search() -> BaseResponse:
    """Find things by name and claims by the words of their sentences."""
    now, asked = _now(), Asked.of(request, ("q", "kind", "rejected", *PAGE))
    return answer(now, lambda: listed(now, asked, hits(now, asked)))


def _claims(now: Snapshot, asked: Asked, selection: Selection) -> dict[str, object]:
    shown, total = selection.part(now, asked.limit, asked.offset)
    return dict(listed(now, asked, Page(claims(now, shown), total)))
