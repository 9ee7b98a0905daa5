"""What people decide holds in every export."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from cablegraph.derived.entities import entity_triples
from cablegraph.export import EXPORTERS, EdgeMode, OptionError, Options, ViewName
from cablegraph.export.graph_view import open_view
from cablegraph.export.lint import lint
from cablegraph.reviewing.review import Review, Signature
from cablegraph.store import Store
from cablegraph_ontology.terms import ID, KG, Graph

SIGNED = Signature(by="a reader", on=datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC))
KINDS = ("supports", "opposes", "criticises", "holdsOffice", "worksFor")


@pytest.fixture
def review(store: Store) -> Review:
    """Return the review of the two invented articles."""
    store.replace(Graph.ENTITIES, entity_triples(store))
    return Review(store)


def plain(store: Store) -> set[tuple[str, str, str]]:
    """Return the exported edges of the kinds that the derived graph has."""
    with open_view(store, Options(edges=EdgeMode.MERGED)) as graph:
        return {(e.source, e.kind, e.target) for e in graph.edges() if e.kind in KINDS}


def derived(store: Store) -> set[tuple[str, str, str]]:
    """Return the edges of the derived graph."""
    quads = store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(Graph.DERIVED))
    rows = [(q.subject, q.predicate.value.removeprefix(KG), q.object) for q in quads]
    return {
        (one.value.removeprefix(ID), kind, other.value.removeprefix(ID))
        for one, kind, other in rows
        if kind in KINDS and isinstance(one, ox.NamedNode) and isinstance(other, ox.NamedNode)
    }


def labels(store: Store) -> dict[str, str]:
    """Return the labels of the nodes by id."""
    with open_view(store, Options()) as graph:
        return {node.id: node.label for node in graph.nodes}


def test_merged_things_are_one_node(store: Store, review: Review, tmp_path: Path) -> None:
    review.merge("policy/asylum", "policy/easing-treatment-of-migrants", SIGNED)
    assert plain(store) == derived(store)
    assert ("country/CHN", "opposes", "policy/easing-treatment-of-migrants") in plain(store)
    assert "policy/asylum" not in labels(store)
    EXPORTERS["gexf"](store, tmp_path / "graph.gexf", Options())
    assert lint(tmp_path / "graph.gexf") == []


def test_a_merged_thing_is_no_second_meaning_of_a_name(store: Store, review: Review) -> None:
    review.merge("policy/asylum", "policy/easing-treatment-of-migrants", SIGNED)
    options = Options(view=ViewName.STANCES, policy=("easing treatment of migrants",))
    with open_view(store, options) as graph:
        assert graph.n_claims == 5
    with pytest.raises(OptionError), open_view(store, Options(policy=("policy/asylum",))):
        pass


def test_a_person_split_off_is_a_node_of_its_own(store: Store, review: Review) -> None:
    rows = store.rows('SELECT ?c { ?c kg:person ?p ; kg:date "2003-06-17"^^xsd:date }')
    ((claim,),) = rows
    decision = review.split_off("person/wei-bo", SIGNED, claims=(claim,))
    assert decision.into is not None
    other = decision.into.removeprefix(ID)
    office = "office/chn-ministry-of-foreign-affairs-spokesman"
    assert {(other, "holdsOffice", office), ("person/wei-bo", "holdsOffice", office)} <= plain(store)
    assert plain(store) == derived(store)


def test_a_rejected_claim_makes_no_edge(store: Store, review: Review) -> None:
    ((claim,),) = store.rows("SELECT ?c { ?c kg:target ?t }")
    before = plain(store)
    accepted = review.accept(claim, SIGNED)
    assert plain(store) == before == derived(store)
    review.undo(accepted.id)
    decision = review.reject(claim, SIGNED)
    assert plain(store) == derived(store) == before - {("org/unhcr", "supports", "policy/asylum")}
    review.undo(decision.id)
    assert plain(store) == before


def test_a_renamed_thing_shows_its_new_name(store: Store, review: Review) -> None:
    review.rename("policy/asylum", "right of asylum", SIGNED)
    assert labels(store)["policy/asylum"] == "right of asylum"
