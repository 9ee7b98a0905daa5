"""What the graph says about one thing, as triples: its own and those of the claims that it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import RdfFormat, Triple, serialize

from cablegraph_ontology.terms import PREFIXES, Kind, kind_of
from cablegraph_server.paging import Page, page_of
from cablegraph_server.reading import node
from cablegraph_server.snapshot import Snapshot
from cablegraph_server.things import LAYOUTS, Layout, items
from cablegraph_server.xml_text import is_xml, xml_text

# Claims and tenures in one document; the header "Link: ...; rel=next" leads to the others.
ITEMS_PER_DOCUMENT = 500

# The prefix id: would let people and articles look alike; these read better in Turtle.
_PREFIXES = {name: iri for name, iri in PREFIXES.items() if name != "id"}


def exists(snapshot: Snapshot, iri: str) -> bool:
    """Return whether the graph says anything about the IRI, or has a graph of this name."""
    this = node(iri)
    if this is None:
        return False
    if next(snapshot.oxigraph.quads_for_pattern(this, None, None, None), None) is not None:
        return True
    return snapshot.oxigraph.contains_named_graph(this)


def related(snapshot: Snapshot, iri: str) -> tuple[str, ...]:
    """Return the claims and tenures on a thing's page, each once, in the order of the page."""
    kind = kind_of(iri)
    layout = Layout() if kind is None else LAYOUTS.get(kind, Layout())
    return tuple(dict.fromkeys(i for section in layout.sections for i in items(snapshot, iri, section).iris))


def description(snapshot: Snapshot, iri: str, number: int) -> tuple[list[Triple], Page[str]]:
    """Return one document's triples, in a fixed order, and the page of items that it covers.

    Of an article it is the whole graph of the article: its metadata, claims and namings.
    """
    graph = node(iri)
    if kind_of(iri) is Kind.ARTICLE and graph is not None and snapshot.oxigraph.contains_named_graph(graph):
        triples = (quad.triple for quad in snapshot.oxigraph.quads_for_pattern(None, None, None, graph))
        return sorted(triples, key=str), page_of((), number, ITEMS_PER_DOCUMENT)
    page = page_of(related(snapshot, iri), number, ITEMS_PER_DOCUMENT)
    subjects = (iri, *page.items) if number == 1 else page.items
    return [triple for subject in subjects for triple in _said(snapshot, subject)], page


def _said(snapshot: Snapshot, iri: str) -> Iterator[Triple]:
    subject = node(iri)
    if subject is None:
        return
    triples = {q.triple for q in snapshot.oxigraph.quads_for_pattern(subject, None, None, None)}
    yield from sorted(triples, key=str)


def written(triples: list[Triple], writer: RdfFormat) -> bytes:
    """Return the triples in a format."""
    data = serialize(triples, format=writer, prefixes=_PREFIXES) or b""
    return xml_text(data) if is_xml(writer) else data
