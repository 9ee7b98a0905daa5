"""The three tests of the service description. The manifest only names them, so that they are written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from tests.conformance.evaluation import FailureError
from tests.live_server import LiveServer

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

FORMATS = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples")

# What may stand in the object of each property of the vocabulary, after section 3 of the recommendation.
_RESOURCES = {
    "endpoint",
    "feature",
    "defaultEntailmentRegime",
    "entailmentRegime",
    "defaultSupportedEntailmentProfile",
    "supportedEntailmentProfile",
    "extensionFunction",
    "extensionAggregate",
    "languageExtension",
    "supportedLanguage",
    "propertyFeature",
    "defaultDataset",
    "availableGraphs",
    "resultFormat",
    "inputFormat",
    "defaultGraph",
    "namedGraph",
    "name",
    "graph",
}
_LANGUAGES = {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update}
_FEATURES = {
    SD.DereferencesURIs,
    SD.UnionDefaultGraph,
    SD.RequiresDataset,
    SD.EmptyGraphs,
    SD.BasicFederatedQuery,
}
_CLASSES = {
    SD.Service,
    SD.Dataset,
    SD.Graph,
    SD.NamedGraph,
    SD.GraphCollection,
    SD.Language,
    SD.Function,
    SD.Aggregate,
    SD.EntailmentRegime,
    SD.EntailmentProfile,
    SD.Feature,
}


def description_tests() -> Iterator[tuple[str, Callable[[LiveServer], None]]]:
    """Yield the names and the checks."""
    yield "service-description/returns-rdf", returns_rdf
    yield "service-description/has-endpoint-triple", has_endpoint_triple
    yield "service-description/conforms-to-schema", conforms_to_schema


def returns_rdf(server: LiveServer) -> None:
    """GET without a query gives RDF, in the format that was asked for."""
    for media_type in FORMATS:
        if not len(_described(server, media_type)):
            raise FailureError(f"{media_type} is empty")


def has_endpoint_triple(server: LiveServer) -> None:
    """The address that was asked is the endpoint of a service."""
    endpoint = URIRef(f"{server.url}/sparql")
    if (None, SD.endpoint, endpoint) not in _described(server, "text/turtle"):
        raise FailureError("there is no such triple")


def conforms_to_schema(server: LiveServer) -> None:
    """Only terms of the vocabulary are used, each with the values that it may have."""
    graph = _described(server, "text/turtle")
    if len(set(graph.subjects(RDF.type, SD.Service))) != 1:
        raise FailureError("there is not one service")
    for subject, predicate, value in graph:
        if str(predicate).startswith(SD):
            name = str(predicate).removeprefix(SD)
            if name not in _RESOURCES or isinstance(value, Literal):
                raise FailureError(f"{name} is no property, or has a literal")
        if predicate == RDF.type and str(value).startswith(SD) and value not in _CLASSES:
            raise FailureError(f"{value} is no class")
        if predicate == SD.defaultDataset and (value, RDF.type, SD.Dataset) not in graph:
            raise FailureError(f"{subject} has a default dataset that is none")
    _allowed(graph, SD.supportedLanguage, _LANGUAGES)
    _allowed(graph, SD.feature, _FEATURES)


def _allowed(graph: Graph, predicate: URIRef, values: set[URIRef]) -> None:
    unknown = set(graph.objects(None, predicate)) - values
    if unknown:
        raise FailureError(f"{predicate} has unknown values: {sorted(map(str, unknown))}")


def _described(server: LiveServer, media_type: str) -> Graph:
    answer = server.ask("GET", "/sparql", headers={"Accept": media_type})
    if (answer.status, answer.media_type) != (200, media_type):
        raise FailureError(f"status {answer.status}, {answer.media_type}")
    return Graph().parse(data=answer.body, format=media_type)
