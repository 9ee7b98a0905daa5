"""The shapes hold for what the classes write, and each finds its fault."""

from __future__ import annotations

from importlib import resources

import pyoxigraph as ox
import pytest

from cablegraph.derived.derive import derived_triples
from cablegraph.derived.entities import entity_triples
from cablegraph.run import this_run
from cablegraph.store import Store
from cablegraph.validate import ARTICLE_SHAPES, GRAPH_SHAPES, SHAPES, validate
from cablegraph_ontology.terms import ID, KG, Graph


@pytest.fixture
def whole(store: Store) -> Store:
    """The two invented articles with everything computed from them."""
    store.replace(Graph.ENTITIES, entity_triples(store))
    store.replace(Graph.DERIVED, derived_triples(store))
    store.replace(Graph.RUNS, this_run().triples())
    return store


def test_what_the_classes_write_conforms(whole: Store) -> None:
    report = validate(whole)
    assert report.findings == ()
    assert report.conforms
    assert report.articles == 2


def test_an_empty_graph_conforms() -> None:
    assert validate(Store.memory()).conforms


STANCE = "?c a kg:StanceClaim"
ROLE = "?c a kg:RoleClaim"
FAULTS = [
    (
        "a quote that is not the text",
        STANCE,
        "kg:quote",
        '"something else"',
        "",
        "The quote must be the text",
    ),
    ("a quote at another place", ROLE, "kg:start", "0", "", "The quote must be the text"),
    ("a cue that is not the text", ROLE, "kg:cue", '"something else"', "", "The cue must be the text"),
    ("a cue outside of the quote", ROLE, "kg:cueEnd", "5000", "cueEnd", ""),
    ("no rule", ROLE, "kg:rule", None, "rule", ""),
    ("two rules", ROLE, "kg:rule", '"a", "b"', "rule", ""),
    ("a confidence above 1", ROLE, "kg:confidence", "1.5", "confidence", ""),
    ("a polarity off the scale", STANCE, "kg:polarity", "3", "polarity", ""),
    ("a voice that is none", STANCE, "kg:voice", "kg:Own", "voice", ""),
    ("a date that is none", ROLE, "kg:date", '"yesterday"', "date", ""),
    ("no status", ROLE, "kg:status", None, "status", ""),
    (
        "a holder of no kind",
        STANCE,
        "kg:holder",
        "<x:y>",
        "holder",
        "Exactly one country, organisation or person.",
    ),
    ("a policy that is a country", STANCE, "kg:policy", f"<{ID}country/CHN>", "policy", ""),
    ("no holder", STANCE, "kg:holder", None, "holder", ""),
    ("no run", ROLE, "prov:wasGeneratedBy", None, "wasGeneratedBy", ""),
    ("no text", "?c a kg:Article", "kg:text", None, "text", ""),
    ("a digest that is none", "?c a kg:Article", "kg:sha256", '"abc"', "sha256", ""),
    ("two labels", "?c a kg:Person", "rdfs:label", '"a", "b"', "label", ""),
    ("no label", "?c a kg:Policy", "rdfs:label", None, "label", ""),
    ("a code that is none", "?c a kg:Country", "kg:iso3", '"China"', "iso3", ""),
    ("a body in a body", "?c a kg:Organization", "kg:country", f"<{ID}org/unhcr>", "country", ""),
    ("a tenure without claims", "?c a kg:Tenure", "kg:fromClaim", None, "fromClaim", ""),
    ("a tenure from an article", "?c a kg:Tenure", "kg:fromClaim", "<x:y>", "fromClaim", ""),
    ("a tenure that ends first", "?c a kg:Tenure", "kg:seenFrom", '"2030-01-01"^^xsd:date', "seenFrom", ""),
    ("support for a country", "?c kg:supports ?p", "kg:supports", f"<{ID}country/CHN>", "supports", ""),
    ("a run without a program", "?c a kg:Run", "kg:program", None, "program", ""),
]


@pytest.mark.parametrize(
    ("pattern", "name", "value", "path", "message"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_fault_is_found(
    whole: Store, pattern: str, name: str, value: str | None, path: str, message: str
) -> None:
    """Change one property of the first thing that a pattern finds, and look for it in the report."""
    node, graph = next(whole.rows(f"SELECT ?c ?g {{ GRAPH ?g {{ {pattern} }} }} ORDER BY ?c LIMIT 1"))
    prefixes = f"PREFIX kg: <{KG}> PREFIX prov: <http://www.w3.org/ns/prov#> "
    prefixes += "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    insert = "" if value is None else f"; INSERT DATA {{ GRAPH <{graph}> {{ <{node}> {name} {value} }} }}"
    whole.oxigraph.update(
        f"{prefixes} DELETE WHERE {{ GRAPH <{graph}> {{ <{node}> {name} ?old }} }} {insert}"
    )
    findings = [finding for finding in validate(whole).findings if finding.node == node]
    assert any(finding.path.endswith(path) and finding.message.startswith(message) for finding in findings)
    assert {finding.article for finding in findings} == {graph}


def test_a_role_of_nothing_is_found(whole: Store) -> None:
    whole.oxigraph.update(
        f"DELETE {{ GRAPH ?g {{ ?c <{KG}agency> ?a }} }} "
        f"WHERE {{ GRAPH ?g {{ ?c a <{KG}RoleClaim> ; <{KG}agency> ?a }} }}"
    )
    messages = [finding.message for finding in validate(whole).findings]
    assert messages == ["A role needs an agency or a country."]


def test_speech_without_a_speaker_is_found(whole: Store) -> None:
    for name in ("speaker", "speakerText"):
        whole.oxigraph.update(f"DELETE WHERE {{ GRAPH ?g {{ ?c <{KG}{name}> ?s }} }}")
    messages = {finding.message for finding in validate(whole).findings}
    assert messages == {"Direct and indirect speech needs a speaker, or the words for one."}


def test_the_report_is_the_same_every_time(whole: Store) -> None:
    whole.oxigraph.update(f"DELETE WHERE {{ GRAPH ?g {{ ?c <{KG}policy> ?p }} }}")
    whole.oxigraph.update(f"DELETE WHERE {{ GRAPH ?g {{ ?c <{KG}holder> ?p }} }}")
    first = validate(whole)
    assert len(first.findings) >= 10
    assert validate(whole) == first
    assert list(first.findings) == sorted(first.findings)


def test_every_shape_is_used() -> None:
    shapes = ox.Store()
    shapes.load((resources.files("cablegraph_ontology") / "shapes.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    rows = shapes.query("PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?s { ?s a sh:NodeShape }")
    assert isinstance(rows, ox.QuerySolutions)
    used = {*ARTICLE_SHAPES, *(name for names in GRAPH_SHAPES.values() for name in names)}
    assert {row["s"].value.removeprefix(SHAPES) for row in rows} == used
