"""Schema, shapes, code and questions speak of the same terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from importlib import resources
from pathlib import Path

import pyoxigraph as ox
import pytest

from cablegraph_ontology.actions import Action
from cablegraph_ontology.questions import questions
from cablegraph_ontology.reference import reference, schema
from cablegraph_ontology.relations import RELATIONS, Act, DateBasis, Status, Voice, slot_names
from cablegraph_ontology.terms import KG, OWL, RDF, RDFS, SH, SKOS, Kind
from cablegraph_ontology.vocabulary import (
    CLASSES,
    FIELD_PROPERTIES,
    RELATION_CLASSES,
    SLOT_PROPERTIES,
    SLOT_TEXTS,
    VALUE_LISTS,
    value_iri,
)

ROOT = Path(__file__).parents[2]
SCHEMA = schema()
DESCRIBED = {quad.subject.value for quad in SCHEMA if isinstance(quad.subject, ox.NamedNode)}
SOURCES = sorted(
    path
    for folder in ("graph", "ontology", "server")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".rq"} and "static" not in path.parts
)
# How the sources write a term: KG + "cue", f"{KG}cue" or kg:cue in a query or a comment.
TERM = re.compile(r'(?:KG \+ "|\{KG\}|\bkg:)([A-Za-z][A-Za-z0-9-]*)')


def shapes() -> list[ox.Quad]:
    text = (resources.files("cablegraph_ontology") / "shapes.ttl").read_bytes()
    return list(ox.parse(text, ox.RdfFormat.TURTLE))


def described(iri: str, property_iri: str) -> list[str]:
    quads = SCHEMA.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(property_iri), None)
    return [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)]


def instances(class_iri: str) -> Iterator[str]:
    for quad in SCHEMA.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(class_iri)):
        assert isinstance(quad.subject, ox.NamedNode)
        yield quad.subject.value


@pytest.mark.parametrize("iri", sorted(DESCRIBED))
def test_every_term_has_one_label_and_one_sentence(iri: str) -> None:
    assert len(described(iri, RDFS + "label")) == 1
    (comment,) = described(iri, RDFS + "comment")
    assert comment.endswith(".") and comment[0].isupper()
    assert ". " not in comment


def test_the_schema_has_no_blank_nodes() -> None:
    assert all(isinstance(term, ox.NamedNode | ox.Literal) for q in SCHEMA for term in (q.subject, q.object))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_term_in_the_sources_is_described(path: Path) -> None:
    found = {KG + name for name in TERM.findall(path.read_text(encoding="utf-8")) if name != "act-"}
    assert found <= DESCRIBED


def test_every_term_of_the_vocabulary_is_described() -> None:
    tables = (CLASSES, RELATION_CLASSES, FIELD_PROPERTIES, SLOT_PROPERTIES, SLOT_TEXTS, VALUE_LISTS)
    assert {iri for table in tables for iri in table.values()} <= DESCRIBED


def test_every_term_in_the_shapes_is_described() -> None:
    terms = {t.value for q in shapes() for t in (q.subject, q.object) if isinstance(t, ox.NamedNode)}
    assert {term for term in terms if term.startswith(KG)} <= DESCRIBED


def test_every_described_property_has_a_shape_or_a_reason() -> None:
    shaped = {
        q.object.value
        for q in shapes()
        if q.predicate.value == SH + "path" and isinstance(q.object, ox.NamedNode)
    }
    properties = {*instances(OWL + "ObjectProperty"), *instances(OWL + "DatatypeProperty")}
    free = {  # any number of them is right, or their values are checked where they lead
        *(
            "agencyText",
            "countryText",
            "curated",
            "holderText",
            "operator",
            "personText",
            "policyText",
            "targetText",
        ),
        *(
            "conflictsWith",
            "criticises",
            "disputes",
            "holdsOffice",
            "refersTo",
            "review",
            "uncurated",
            "wording",
            "worksFor",
        ),
        *("validFrom", "validTo"),
    }
    assert {iri.removeprefix(KG) for iri in properties - shaped} == free


@pytest.mark.parametrize("enum", VALUE_LISTS, ids=lambda enum: enum.__name__)
def test_enum_members_are_the_values_of_their_list(enum: type[StrEnum]) -> None:
    scheme = ox.NamedNode(VALUE_LISTS[enum])
    listed = {str(q.subject) for q in SCHEMA.quads_for_pattern(None, ox.NamedNode(SKOS + "inScheme"), scheme)}
    assert {f"<{value_iri(member)}>" for member in enum} == listed


def test_shapes_allow_exactly_the_values_of_each_list() -> None:
    store = ox.Store()
    store.extend(shapes())
    for name, enum in (
        ("voice", Voice),
        ("status", Status),
        ("act", Act),
        ("dateBasis", DateBasis),
        ("decides", Action),
    ):
        rows = store.query(
            f"SELECT ?v {{ ?shape <{SH}path> <{KG}{name}> ; <{SH}in>/<{RDF}rest>*/<{RDF}first> ?v }}"
        )
        assert isinstance(rows, ox.QuerySolutions)
        assert {row["v"].value for row in rows} == {value_iri(member) for member in enum}


def test_every_field_of_every_relation_has_a_property() -> None:
    for relation in RELATIONS:
        slots = set(slot_names(relation))
        assert slots <= set(SLOT_PROPERTIES)
        assert {f.name for f in fields(relation)} - slots - {"when"} <= set(FIELD_PROPERTIES)
        assert relation.KIND in RELATION_CLASSES
    assert set(CLASSES) == set(Kind)


def test_value_iris() -> None:
    assert value_iri(Voice.NEWSROOM) == KG + "Newsroom"
    assert value_iri(DateBasis.PUBLICATION) == KG + "PublicationDate"
    assert value_iri(Act.REJECT) == KG + "act-REJECT"
    with pytest.raises(TypeError, match="Kind is not a value list"):
        value_iri(Kind.CLAIM)


def test_the_reference_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")
    assert page == reference(), "run: python -m cablegraph_ontology.reference > docs/ontology.md"


def test_there_are_twelve_questions_with_titles() -> None:
    assert len(questions()) == 12
    assert next(iter(questions())) == "who-held-which-office"
    for name, question in questions().items():
        assert question.name == name and question.title.endswith("?")
        assert question.text.startswith(f"# {question.title}\n")
