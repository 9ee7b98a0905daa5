"""An article with its claims: the whole text, every claim's sentence marked in it."""

from __future__ import annotations

from dataclasses import dataclass

from cablegraph.clean import clean
from cablegraph.model import Article
from cablegraph_ontology.terms import SCHEMA, Kind
from cablegraph_server.claims import ClaimView, read_claims
from cablegraph_server.links import is_web_address
from cablegraph_server.marked_text import Mark, Stretch, furniture, marked
from cablegraph_server.reading import Properties, kg, label, properties
from cablegraph_server.snapshot import Snapshot
from cablegraph_server.things import LAYOUTS, items

# A page with more claims than this would not load well; it says how many there are.
MOST_CLAIMS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """What the page of an article shows."""

    headline: str
    publisher: str | None
    date: str | None
    url: str | None
    url_is_safe: bool
    text: list[Stretch]
    """Empty when the graph does not hold the text."""
    claims: list[ClaimView]
    """In the order of the text, numbered from 1."""
    total: int
    said: Properties


def article_page(snapshot: Snapshot, iri: str) -> ArticlePage:
    """Return the page of an article."""
    said = properties(snapshot, iri)
    [section] = LAYOUTS[Kind.ARTICLE].sections
    found = items(snapshot, iri, section).iris
    claims = sorted(read_claims(snapshot, found[:MOST_CLAIMS]), key=_place)
    text = said.text(kg("text")) or said.text(SCHEMA + "articleBody") or ""
    url = said.text(SCHEMA + "url")
    return ArticlePage(
        headline=label(snapshot, iri),
        publisher=said.text(SCHEMA + "publisher"),
        date=said.text(SCHEMA + "datePublished"),
        url=url,
        url_is_safe=url is not None and is_web_address(url),
        text=marked(text, [*_marks(claims), *_furniture(text, said)]) if text else [],
        claims=claims,
        total=len(found),
        said=said,
    )


def _furniture(text: str, said: Properties) -> list[Mark]:
    """Return marks for what the reader of articles leaves out: navigation, credits, link lists."""
    title = next(iter(said.texts(SCHEMA + "headline")), None)
    article = clean(Article(document="", text=text, title=title))
    return furniture(len(text), [(block.start, block.end) for block in article.blocks])


def _place(claim: ClaimView) -> tuple[int, int, str]:
    return claim.evidence.start or 0, claim.evidence.end or 0, claim.iri


def _marks(claims: list[ClaimView]) -> list[Mark]:
    marks = []
    for number, claim in enumerate(claims, start=1):
        evidence = claim.evidence
        if evidence.start is not None and evidence.end is not None:
            marks.append(Mark(evidence.start, evidence.end, "sentence", number))
        if evidence.cue_span is not None:
            marks.append(Mark(*evidence.cue_span, "cue", number))
    return marks
