"""The whole graph as JSON-LD with a context: short names, in the order of the TriG file."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from cablegraph.export.options import Options, Summary
from cablegraph.export.rdf_formats import FILE_PREFIXES, Dumpable, refuse_filters
from cablegraph.export.replace_file import replacing_text
from cablegraph.export.sorted_graphs import SortedGraphs
from cablegraph_ontology.terms import KG, OWL, RDF, RDFS, XSD

_TYPE = RDF + "type"
_OBJECT = OWL + "ObjectProperty"


def write_jsonld(store: Dumpable, path: Path, options: Options) -> Summary:
    """Write all quads as JSON-LD: one context, then every named graph with its things, sorted.

    Any JSON-LD processor gives the same quads back. Raises OptionError for views and filters, OSError.
    """
    refuse_filters(options)
    count = 0
    with replacing_text(path) as out:
        out.write(f'{{"@context": {json.dumps(context())},\n"@graph": [')
        separator = "\n"
        for graph, quads in groupby(SortedGraphs(store.oxigraph).quads(), key=lambda quad: quad.graph_name):
            found = list(quads)
            count += len(found)
            nodes = [_node(list(group)) for _, group in groupby(found, key=lambda quad: str(quad.subject))]
            for entry in (
                nodes if isinstance(graph, ox.DefaultGraph) else [{"@id": _id(graph), "@graph": nodes}]
            ):
                out.write(separator + json.dumps(entry, ensure_ascii=False))
                separator = ",\n"
        out.write("\n]}\n")
    return Summary(paths=(path,), quads=count)


@cache
def context() -> dict[str, Any]:
    """Return the context: prefixes, and the terms of the vocabulary with the types that it gives them."""
    terms: dict[str, Any] = dict(sorted(FILE_PREFIXES.items()))
    for name, type_ in sorted(_types().items()):
        known: dict[str, str] = {"@id": f"kg:{name}"}
        terms[name] = known | ({} if type_ is None else {"@type": type_ if type_ == "@id" else _short(type_)})
    return terms


@cache
def _types() -> dict[str, str | None]:
    """Return, for the name of each property, "@id" when its values are things, else their datatype."""
    store = ox.Store()
    text = (files("cablegraph_ontology") / "schema.ttl").read_text(encoding="utf-8")
    store.load(text.encode(), ox.RdfFormat.TURTLE)
    found: dict[str, str | None] = {}
    for kind in ("ObjectProperty", "DatatypeProperty"):
        for quad in store.quads_for_pattern(None, ox.NamedNode(_TYPE), ox.NamedNode(OWL + kind)):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(KG):
                name = quad.subject.value.removeprefix(KG)
                found[name] = "@id" if kind == "ObjectProperty" else _range(store, quad.subject)
    # A name that is also a prefix of the context would mean the prefix.
    return {name: type_ for name, type_ in found.items() if name not in FILE_PREFIXES}


def _range(store: ox.Store, name: ox.NamedNode) -> str | None:
    for quad in store.quads_for_pattern(name, ox.NamedNode(RDFS + "range"), None):
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(XSD):
            return None if quad.object.value == XSD + "string" else quad.object.value
    return None


def _node(quads: list[ox.Quad]) -> dict[str, Any]:
    """Return one thing of one graph with its properties; a single value stands alone."""
    node: dict[str, Any] = {"@id": _id(quads[0].subject)}
    for name, group in groupby(quads, key=lambda quad: quad.predicate.value):
        values = [_value(name, quad.object) for quad in group]
        node["@type" if name == _TYPE else _key(name)] = values[0] if len(values) == 1 else values
    return node


def _key(property_iri: str) -> str:
    name = property_iri.removeprefix(KG)
    return name if name in _types() else _short(property_iri)


def _short(iri: str) -> str:
    """Return an IRI with its prefix, when what follows is plain enough to be read back the same."""
    for prefix, namespace in _BY_LENGTH:
        rest = iri[len(namespace) :]
        if iri.startswith(namespace) and rest and rest.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{rest}"
    return iri


_BY_LENGTH = sorted(FILE_PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))


def _id(term: object) -> str:
    return _short(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _value(property_iri: str, term: object) -> Any:
    """Return a value as the context reads it: bare when its type is what the context says."""
    expected = _types().get(property_iri.removeprefix(KG)) if property_iri.startswith(KG) else None
    if not isinstance(term, ox.Literal):
        bare = property_iri == _TYPE or expected == "@id"
        return _id(term) if bare else {"@id": _id(term)}
    if term.language is not None:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == (expected or XSD + "string"):
        return term.value
    return {"@value": term.value} if datatype == XSD + "string" else _typed(term.value, datatype)


def _typed(text: str, datatype: str) -> dict[str, str]:
    return {"@value": text, "@type": _short(datatype)}
