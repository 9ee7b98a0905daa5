"""What the endpoint can do and what it holds, in the words of SPARQL Service Description and VoID."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from flask import Response, current_app, request
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from werkzeug.wrappers import Response as BaseResponse

from cablegraph_ontology.terms import PREFIXES
from cablegraph_server.addresses import absolute
from cablegraph_server.caching import etag, not_modified, with_etag
from cablegraph_server.formats import GRAPH_FORMATS, content_type
from cablegraph_server.parameters import requested_format
from cablegraph_server.results import agree
from cablegraph_server.snapshot import Snapshot
from cablegraph_server.statistics import Statistics, statistics
from cablegraph_server.writing import permission

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_SIMPLE = "http://www.w3.org/ns/entailment/Simple"

_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads", "N3")
_SEE_ALSO = NamedNode(PREFIXES["rdfs"] + "seeAlso")
_PREFIXES = {"sd": SD, "void": VOID, "formats": _FORMATS, "rdf": PREFIXES["rdf"], "kg": PREFIXES["kg"]}


def describe_service(snapshot: Snapshot) -> BaseResponse:
    """Return the description in the format that the client accepts. It changes with the data."""
    chosen, media_type = agree(request.headers.get("Accept"), requested_format(request), GRAPH_FORMATS)
    assert isinstance(chosen.writer, RdfFormat)
    writable = current_app.extensions.get(permission.EXTENSION) is not None
    endpoint = absolute("/sparql")
    tag = etag(snapshot, "service", endpoint, writable, media_type)
    if not_modified(tag):
        return with_etag(Response(status=HTTPStatus.NOT_MODIFIED), tag)
    triples = service_description(endpoint, statistics(snapshot), writable=writable)
    body = serialize(triples, format=chosen.writer, prefixes=_PREFIXES)
    return with_etag(Response(body, content_type=content_type(media_type)), tag)


def service_description(endpoint: str, counts: Statistics, *, writable: bool) -> list[Triple]:
    """Return the description of the endpoint at an address."""
    service, dataset = NamedNode(endpoint), BlankNode("dataset")
    return [
        *_service(service, dataset, writable=writable),
        *_dataset(dataset, counts),
    ]


def _service(service: NamedNode, dataset: BlankNode, *, writable: bool) -> Iterator[Triple]:
    yield Triple(service, _rdf("type"), _sd("Service"))
    yield Triple(service, _sd("endpoint"), service)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if writable:
        yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    yield Triple(service, _sd("defaultEntailmentRegime"), NamedNode(_SIMPLE))
    for name in (*_RESULTS, *_GRAPHS):
        yield Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name))
    for name in _GRAPHS if writable else ():
        yield Triple(service, _sd("inputFormat"), NamedNode(_FORMATS + name))
    yield Triple(service, _sd("defaultDataset"), dataset)


def _dataset(dataset: BlankNode, counts: Statistics) -> Iterator[Triple]:
    graph = BlankNode("union")
    yield Triple(dataset, _rdf("type"), _sd("Dataset"))
    yield Triple(dataset, _rdf("type"), _void("Dataset"))
    yield Triple(dataset, _void("sparqlEndpoint"), NamedNode(absolute("/sparql")))
    yield Triple(dataset, _SEE_ALSO, NamedNode(absolute("/api/openapi.json")))
    yield Triple(dataset, _sd("defaultGraph"), graph)
    yield Triple(graph, _rdf("type"), _sd("Graph"))
    # The default graph of a query is the union, so that it holds what the dataset holds.
    for subject in (dataset, graph):
        yield Triple(subject, _void("triples"), Literal(counts.triples))
    yield Triple(dataset, _void("distinctSubjects"), Literal(counts.subjects))
    yield Triple(dataset, _void("distinctObjects"), Literal(counts.objects))
    yield Triple(dataset, _void("properties"), Literal(len(counts.properties)))
    yield Triple(dataset, _void("classes"), Literal(len(counts.classes)))
    yield Triple(dataset, _void("vocabulary"), NamedNode(PREFIXES["kg"]))
    yield from _partitions(dataset, "property", "triples", counts.properties)
    yield from _partitions(dataset, "class", "entities", counts.classes)


def _partitions(
    dataset: BlankNode, kind: str, unit: str, counts: tuple[tuple[str, int], ...]
) -> Iterator[Triple]:
    for position, (iri, count) in enumerate(counts):
        part = BlankNode(f"{kind}{position}")
        yield Triple(dataset, _void(f"{kind}Partition"), part)
        yield Triple(part, _void(kind), NamedNode(iri))
        yield Triple(part, _void(unit), Literal(count))


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)


def _void(name: str) -> NamedNode:
    return NamedNode(VOID + name)


def _rdf(name: str) -> NamedNode:
    return NamedNode(PREFIXES["rdf"] + name)
