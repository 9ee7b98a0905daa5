"""The pages for people, and the same things as RDF for programs."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, Response, current_app, render_template, request
from pyoxigraph import RdfFormat
from werkzeug.wrappers import Response as BaseResponse

from cablegraph_ontology.terms import ID, Kind, kind_of
from cablegraph_server import describe, ontology_page
from cablegraph_server.article_page import article_page
from cablegraph_server.caching import etag, not_modified, tagged, with_etag
from cablegraph_server.claims import ClaimView, read_claim
from cablegraph_server.formats import GRAPH_FORMATS, HTML, content_type
from cablegraph_server.links import root
from cablegraph_server.overview import GRAPH_TITLES, article_lines, articles, overview
from cablegraph_server.paging import Page, page_number, page_of
from cablegraph_server.parameters import requested_format
from cablegraph_server.problems import ProblemError
from cablegraph_server.reading import label, node, properties, select
from cablegraph_server.results import AnyFormat, agree
from cablegraph_server.search import NAMED_KINDS, listing, search
from cablegraph_server.snapshot import Snapshot
from cablegraph_server.source import Source
from cablegraph_server.things import LAYOUTS, Layout, Section, TenureView, balances, items, read_tenure

blueprint = Blueprint("pages", __name__)

PAGE_SIZE = 50
LIST_SIZE = 200
# So many items of each section stand on the first page of a thing; its own page shows the others.
PREVIEW_SIZE = 10
BALANCES = 15
CONFLICTS = 50

PLURALS = {
    Kind.ARTICLE: "articles",
    Kind.PERSON: "people",
    Kind.ORGANIZATION: "agencies",
    Kind.COUNTRY: "countries",
    Kind.OFFICE: "offices",
    Kind.POLICY: "policies",
}


def snapshot() -> Snapshot:
    """Return the newest snapshot; a request asks once."""
    source: Source = current_app.extensions["cablegraph"]
    return source.current()


@blueprint.get("/")
def home() -> BaseResponse:
    """Show what the graph holds."""
    now = snapshot()
    return _page(now, "overview.html", overview=overview(now), plurals=PLURALS)


@blueprint.get("/search")
def find() -> BaseResponse:
    """Show the things whose labels contain the words of ``q``."""
    now = snapshot()
    wanted = request.args.get("q", "")
    hits = page_of(search(now, wanted), page_number(request.args.get("page")), PAGE_SIZE)
    return _page(now, "search.html", wanted=wanted, hits=hits, plurals=PLURALS)


@blueprint.get("/list/<name>")
def browse(name: str) -> BaseResponse:
    """List all things of a kind: articles by date, all else by label."""
    now = snapshot()
    number = page_number(request.args.get("page"))
    kind = next((k for k in (Kind.ARTICLE, *NAMED_KINDS) if k.value == name), None)
    if kind is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, f"There is no list of {name!r}.")
    if kind is Kind.ARTICLE:
        page = page_of(articles(now), number, PAGE_SIZE)
        return _page(now, "articles.html", page=page, lines=article_lines(now, page.items))
    page_of_entries = page_of(listing(now, kind), number, LIST_SIZE)
    return _page(now, "listing.html", page=page_of_entries, title=PLURALS[kind])


@blueprint.get("/ns")
def ontology() -> BaseResponse:
    """Serve the vocabulary as a page or as RDF."""
    chosen, media_type = _representation()
    if isinstance(chosen.writer, RdfFormat):
        written = ontology_page.written(chosen.writer)
        return tagged(Response(written, content_type=content_type(media_type)))
    return tagged(Response(render_template("vocabulary.html", groups=ontology_page.terms())))


@blueprint.get("/id/<path:key>")
def thing(key: str) -> BaseResponse:
    """Serve a thing of the graph as a page or as RDF."""
    now = snapshot()
    iri = ID + key
    if not describe.exists(now, iri):
        raise ProblemError(HTTPStatus.NOT_FOUND, "The graph knows nothing of this name.")
    chosen, media_type = _representation()
    number = page_number(request.args.get("page"))
    kind = kind_of(iri)
    if isinstance(chosen.writer, RdfFormat):
        if kind is None:
            return _whole_graph(iri, chosen)
        return _rdf(now, iri, chosen.writer, media_type, number)
    if kind is Kind.ARTICLE:
        return _page(now, "article.html", article=article_page(now, iri), iri=iri)
    if kind is Kind.CLAIM:
        return _claim_page(now, iri)
    return _thing_page(now, iri, kind, number)


def _whole_graph(iri: str, chosen: AnyFormat) -> BaseResponse:
    """Lead to the endpoint, which streams: the graph of entities may be large."""
    query = quote(f"CONSTRUCT {{ ?s ?p ?o }} FROM <{iri}> WHERE {{ ?s ?p ?o }}")
    location = f"{root(request.path)}sparql?query={query}&format={chosen.names[0]}"
    return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": location})


def _representation() -> tuple[AnyFormat, str]:
    return agree(request.headers.get("Accept"), requested_format(request), (HTML, *GRAPH_FORMATS))


def _rdf(now: Snapshot, iri: str, writer: RdfFormat, media_type: str, number: int) -> BaseResponse:
    tag = etag(now, iri, media_type, number)
    if not_modified(tag):
        return with_etag(Response(status=HTTPStatus.NOT_MODIFIED), tag)
    triples, page = describe.description(now, iri, number)
    body = describe.written(triples, writer)
    response = with_etag(Response(body, content_type=content_type(media_type)), tag)
    if page.number < page.pages:
        name = requested_format(request)
        more = f"?page={page.number + 1}" + (f"&format={name}" if name is not None else "")
        response.headers["Link"] = f'<{more}>; rel="next"'
    return response


@dataclass(frozen=True, slots=True)
class Shown:
    """A section of a page with the items that are shown of it."""

    section: Section
    page: Page[str]
    cut: bool
    claims: list[ClaimView]
    tenures: list[TenureView]


def _thing_page(now: Snapshot, iri: str, kind: Kind | None, number: int) -> BaseResponse:
    layout = Layout() if kind is None else LAYOUTS.get(kind, Layout())
    wanted = request.args.get("show")
    alone = next((s for s in layout.sections if s.key == wanted), None)
    if wanted is not None and alone is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, f"This page has no section {wanted!r}.")
    narrowed = _narrowed(layout)
    if alone is not None:
        sections = [_shown(now, iri, alone, number, PAGE_SIZE, narrowed)]
    else:
        sections = [_shown(now, iri, section, 1, PREVIEW_SIZE) for section in layout.sections]
    rows = () if layout.summary is None or alone is not None else balances(now, iri, layout.summary)
    return _page(
        now,
        "thing.html",
        iri=iri,
        kind=kind,
        title=GRAPH_TITLES.get(iri) or label(now, iri),
        said=properties(now, iri),
        tenure=read_tenure(now, iri) if kind is Kind.TENURE else None,
        layout=layout,
        alone=alone,
        narrowed=None if narrowed is None else (narrowed[1], label(now, narrowed[1])),
        sections=[s for s in sections if s.page.total or alone is not None],
        balances=rows if request.args.get("all") else rows[:BALANCES],
        all_balances=len(rows),
    )


def _narrowed(layout: Layout) -> tuple[str, str] | None:
    """Return the slot and thing that ``with=policy/repatriation`` narrows the claims to."""
    other = request.args.get("with")
    if other is None or layout.summary is None:
        return None
    if kind_of(ID + other) is None or node(ID + other) is None:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "with= names a thing, like policy/repatriation.")
    return layout.summary.other, ID + other


def _shown(
    now: Snapshot, iri: str, section: Section, number: int, size: int, narrowed: tuple[str, str] | None = None
) -> Shown:
    found = items(now, iri, section, narrowed)
    page = page_of(found.iris, number, size)
    claims = [read_claim(now, i) for i in page.items] if section.view == "claims" else []
    tenures = [read_tenure(now, i) for i in page.items] if section.view == "tenures" else []
    return Shown(section, page, found.cut, claims, tenures)


def _claim_page(now: Snapshot, iri: str) -> BaseResponse:
    this = node(iri)
    links = {
        title: [read_claim(now, str(row[0])) for row in select(now, query % this)]
        for title, query in (
            ("It disputes", "SELECT DISTINCT ?c WHERE { %s kg:disputes ?c } ORDER BY ?c"),
            ("It is disputed by", "SELECT DISTINCT ?c WHERE { ?c kg:disputes %s } ORDER BY ?c"),
            (
                "Claims that put somebody on the other side of this policy",
                "SELECT DISTINCT ?c WHERE { %s kg:conflictsWith ?c } ORDER BY ?c LIMIT " + str(CONFLICTS),
            ),
        )
    }
    return _page(
        now, "claim.html", iri=iri, claim=read_claim(now, iri), said=properties(now, iri), links=links
    )


def _page(now: Snapshot, template: str, **values: object) -> BaseResponse:
    tag = etag(now, request.full_path, "html")
    if not_modified(tag):
        return with_etag(Response(status=HTTPStatus.NOT_MODIFIED), tag)
    page = render_template(template, label_of=lambda iri: label(now, iri), **values)
    return with_etag(Response(page), tag)
