"""Small graphs for the tests of the exports, put together from a few words each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from cablegraph.store import Store
from cablegraph_ontology.terms import ID, KG, RDF, RDFS, SCHEMA, SKOS, XSD, Graph, kind_of

_THINGS = {"person", "office", "agency", "country", "holder", "policy", "target", "speaker"}
_WORDS = {"voice", "standing", "modality", "status", "review"}
_DATES = {"date", "dateFrom", "dateTo", "validFrom", "validTo"}
_CLASSES = {
    "country": "Country",
    "office": "Office",
    "org": "Organization",
    "person": "Person",
    "policy": "Policy",
}

Row = Mapping[str, Any]


def role(number: int, **slots: Any) -> Row:
    """Return a role claim: `role(1, person="person/a", agency="org/b", date="2006-03-22")`."""
    return {"type": "RoleClaim", "number": number, "roleLabel": "spokesman", **slots}


def stance(number: int, **slots: Any) -> Row:
    """Return a stance claim: of China against repatriation, by the newsroom, unless told otherwise."""
    known = {"holder": "country/CHN", "policy": "policy/repatriation", "polarity": -2}
    return {
        "type": "StanceClaim",
        "number": number,
        "standing": "Own",
        "modality": "Asserted",
        **known,
        **slots,
    }


def thing(id_: str, label: str | None = None, **facts: Any) -> Row:
    """Return an entity: `thing("org/b", "Ministry", country="country/CHN")`."""
    return {"id": id_, "label": label, **facts}


def store_of(claims: list[Row], things: list[Row] | None = None) -> Store:
    """Return a store with these claims, all in article 1 unless they say `article=2`, and these entities."""
    store = Store.memory()
    store.oxigraph.extend(quad for claim in claims for quad in _claim_quads(claim))
    store.oxigraph.extend(quad for row in things or [] for quad in _thing_quads(row))
    for number in {claim.get("article", 1) for claim in claims}:
        store.oxigraph.extend(_article_quads(number))
    return store


def _article_iri(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{ID}article/{number:016x}")


def _article_quads(number: int) -> list[ox.Quad]:
    article = _article_iri(number)
    published = ox.Literal(f"2006-03-{number:02d}", datatype=ox.NamedNode(XSD + "date"))
    address = ox.Literal(f"https://news.example/{number}")
    return [
        ox.Quad(article, ox.NamedNode(RDF + "type"), ox.NamedNode(KG + "Article"), article),
        ox.Quad(article, ox.NamedNode(SCHEMA + "datePublished"), published, article),
        ox.Quad(article, ox.NamedNode(SCHEMA + "url"), address, article),
    ]


def _claim_quads(claim: Row) -> list[ox.Quad]:
    row = dict(claim)
    number, article = row.pop("number"), _article_iri(row.pop("article", 1))
    subject = ox.NamedNode(f"{ID}claim/{number:012x}")
    kind = ox.NamedNode(KG + row.pop("type"))
    defaults = {"quote": f"Sentence {number}.", "start": number, "confidence": 0.9, "voice": "Newsroom"}
    quads = [
        ox.Quad(subject, ox.NamedNode(RDF + "type"), kind, article),
        ox.Quad(subject, ox.NamedNode(KG + "article"), article, article),
    ]
    for name, value in (defaults | row).items():
        if value is not None:
            quads.append(ox.Quad(subject, ox.NamedNode(KG + name), _term(name, value), article))
    return quads


def _term(name: str, value: Any) -> ox.NamedNode | ox.Literal:
    if name in _THINGS:
        return ox.NamedNode(ID + value)
    if name in _WORDS:
        return ox.NamedNode(KG + value)
    if name in _DATES:
        return ox.Literal(value, datatype=ox.NamedNode(XSD + "date"))
    if name == "act":
        return ox.NamedNode(f"{KG}act-{value}")
    return ox.Literal(value)


def _thing_quads(row: Row) -> list[ox.Quad]:
    facts = dict(row)
    subject = ox.NamedNode(ID + facts.pop("id"))
    kind = kind_of(subject.value)
    assert kind is not None
    graph = ox.NamedNode(Graph.ENTITIES)
    pairs: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(KG + _CLASSES[kind.value]))
    ]
    label, aliases = facts.pop("label"), facts.pop("aliases", ())
    if label is not None:
        pairs.append((RDFS + "label", ox.Literal(label)))
    pairs += [(SKOS + "altLabel", ox.Literal(alias)) for alias in aliases]
    for name in ("latitude", "longitude"):
        if name in facts:
            pairs.append((SCHEMA + name, ox.Literal(facts.pop(name))))
    pairs += [(SKOS + "broader", ox.NamedNode(ID + topic)) for topic in facts.pop("broader", ())]
    pairs += [(KG + name, _term(name, value)) for name, value in facts.items()]
    return [ox.Quad(subject, ox.NamedNode(name), value, graph) for name, value in pairs]
