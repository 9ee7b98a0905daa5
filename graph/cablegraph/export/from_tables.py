"""The tables of nodes and edges, read back into triples: for a new store, or after work on the tables.

    quads = quads_of_tables(nodes, edges)          # rows as dicts, from CSV or Parquet
    store.oxigraph.extend(quads)

Tables of the full view with one edge a claim give back every node and every edge. What a table has no column
for is not there again: offsets and cue words, the namings of each article, tenures, runs, articles without
claims, and who a speaker is beyond the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from cablegraph.export.csv_pair import FORMULA_STARTS
from cablegraph.export.graphml import LIST_SEPARATOR
from cablegraph_ontology.terms import (
    ID,
    KG,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    Graph,
    Kind,
    mint,
    mint_fingerprint,
)

Row = Mapping[str, Any]
"""A row by the names of its columns, as `csv.DictReader` or `Table.to_pylist()` of pyarrow gives it."""

_CLASSES = {
    "country": "Country",
    "office": "Office",
    "organization": "Organization",
    "person": "Person",
    "policy": "Policy",
}
_ENDS = {
    "holdsOffice": ("person", "office"),
    "worksFor": ("person", "agency"),
    "supports": ("holder", "policy"),
    "opposes": ("holder", "policy"),
    "neutral": ("holder", "policy"),
    "criticises": ("holder", "target"),
    "addresses": ("holder", "target"),
}
"""The kinds of edges that claims make, and the slots of a claim at their two ends."""
_STRUCTURE = {"officeOf": KG + "agency", "belongsTo": KG + "country", "broader": SKOS + "broader"}
_WORDS = ("standing", "modality", "voice", "status")
_LITERALS = {"confidence": "confidence", "role": "roleLabel", "quote": "quote", "speaker": "speakerText"}


def quads_of_tables(nodes: Iterable[Row], edges: Iterable[Row]) -> Iterator[ox.Quad]:
    """Yield the quads that two tables hold; rows of CSV files and of Parquet files both do.

    `nodes` and `edges` are those of the view `full` with one edge a claim. A claim stands in the graph of its
    article, which is named by the address of the article. Raises KeyError when a table lacks a column, and
    ValueError for a kind of edge that claims do not make, as in other views.

    >>> node = {"Id": "policy/sanctions", "Label": "sanctions", "type": "policy", "uri": "https://id.example/1"}
    >>> [quad.object.value for quad in quads_of_tables([node], [])][1]
    'sanctions'
    """
    labels: dict[str, str] = {}
    for node in map(_lower, nodes):
        labels[node["id"]] = node["label"]
        yield from _of_node(node)
    for edge in map(_lower, edges):
        # To speak of oneself makes no edge; only this column tells of it.
        own = "addressee" in edge and edge["addressee"] == labels.get(edge["source"])
        yield from _of_edge(edge, own)


def _lower(row: Row) -> dict[str, Any]:
    """Return the row by lower-case names, as Gephi's headers are capitalised, without its empty cells."""
    return {name.lower(): value for name, value in row.items() if value not in (None, "")}


def _of_node(node: Row) -> Iterator[ox.Quad]:
    graph, thing = ox.NamedNode(Graph.ENTITIES), ox.NamedNode(node["uri"])
    if node["type"] in _CLASSES:
        yield ox.Quad(thing, ox.NamedNode(RDF + "type"), ox.NamedNode(KG + _CLASSES[node["type"]]), graph)
    if node["label"] != node["id"]:
        yield ox.Quad(thing, ox.NamedNode(RDFS + "label"), ox.Literal(_text(node["label"])), graph)
    for alias in _items(node.get("aliases", ())):
        yield ox.Quad(thing, ox.NamedNode(SKOS + "altLabel"), ox.Literal(alias), graph)
    if "iso3" in node and node["type"] == "country":
        yield ox.Quad(thing, ox.NamedNode(KG + "iso3"), ox.Literal(node["iso3"]), graph)
    elif "iso3" in node:
        country = ox.NamedNode(mint(Kind.COUNTRY, node["iso3"]))
        yield ox.Quad(thing, ox.NamedNode(KG + "country"), country, graph)
    for name in ("latitude", "longitude"):
        if name in node:
            value = ox.Literal(str(node[name]), datatype=ox.NamedNode(XSD + "decimal"))
            yield ox.Quad(thing, ox.NamedNode(SCHEMA + name), value, graph)


def _of_edge(edge: Row, is_own_target: bool) -> Iterator[ox.Quad]:
    source, target = (ox.NamedNode(ID + _text(edge[end])) for end in ("source", "target"))
    kind = edge["kind"].partition("-")[0]
    if kind in _STRUCTURE:
        yield ox.Quad(source, ox.NamedNode(_STRUCTURE[kind]), target, ox.NamedNode(Graph.ENTITIES))
        return
    if kind not in _ENDS:
        raise ValueError(f"no claim makes an edge of the kind {edge['kind']!r}: export the view full")
    claim = ox.NamedNode(edge["claim"])
    address = _items(edge["sources"])[0]
    article = _article(address)
    yield ox.Quad(article, ox.NamedNode(RDF + "type"), ox.NamedNode(KG + "Article"), article)
    if address != article.value:
        yield ox.Quad(article, ox.NamedNode(SCHEMA + "url"), ox.Literal(address), article)
    if is_own_target:
        yield ox.Quad(claim, ox.NamedNode(KG + "target"), source, article)
    for name, value in _of_claim(edge, kind, source, target):
        yield ox.Quad(claim, ox.NamedNode(name), value, article)
    yield ox.Quad(claim, ox.NamedNode(KG + "article"), article, article)


def _article(address: str) -> ox.NamedNode:
    """Return the article that is found at an address, which is its IRI where nothing else is known."""
    known = address.startswith(f"{ID}{Kind.ARTICLE.value}/")
    return ox.NamedNode(address if known else mint_fingerprint(Kind.ARTICLE, address))


Value = ox.NamedNode | ox.Literal


def _of_claim(edge: Row, kind: str, source: Value, target: Value) -> Iterator[tuple[str, Value]]:
    """Yield the properties of a claim, by their IRIs, that one of its edges shows."""
    first, second = _ENDS[kind]
    if second == "agency" and _text(edge["target"]).startswith(f"{Kind.COUNTRY.value}/"):
        second = "country"
    yield RDF + "type", ox.NamedNode(KG + ("RoleClaim" if first == "person" else "StanceClaim"))
    yield KG + first, source
    yield KG + second, target
    for name, property_ in _LITERALS.items():
        if name in edge:
            yield KG + property_, ox.Literal(_text(str(edge[name])))
    for name in _WORDS:
        if name in edge:
            yield KG + name, ox.NamedNode(KG + edge[name].capitalize())
    if "act" in edge:
        yield KG + "act", ox.NamedNode(f"{KG}act-{edge['act'].upper()}")
    if "polarity" in edge:
        yield KG + "polarity", _typed(int(float(edge["polarity"])), "integer")
    if "hedged" in edge:
        yield KG + "hedged", _typed(str(edge["hedged"]).lower(), "boolean")
    for name, property_ in (("date_start", "dateFrom"), ("date_end", "dateTo")):
        if name in edge:
            yield KG + property_, _typed(edge[name], "date")


def _typed(value: object, datatype: str) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + datatype))


def _items(value: Any) -> list[str]:
    """Return a list, which CSV has as one text."""
    return [str(item) for item in (value.split(LIST_SEPARATOR) if isinstance(value, str) else value)]


def _text(text: str) -> str:
    """Return a text without the apostrophe that keeps spreadsheets from running it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text
