"""What is computed from the claims of all articles: entities and derived edges; then the copy for readers."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from cablegraph.derived.derive import derived_triples
from cablegraph.derived.entities import Facts, entity_triples
from cablegraph.derived.facts import lexicon_facts, policy_facts
from cablegraph.ntriples import iri, text
from cablegraph.policies import Policies
from cablegraph.run import Run, this_run
from cablegraph.store import Store
from cablegraph_ontology import lexicon
from cablegraph_ontology.terms import ID, KG, Graph, Kind, fingerprint

_STATE = KG + "state"


def refresh(store: Store, run: Run) -> bool:
    """Bring entities, derived edges, ontology and run up to date and publish, unless nothing changed.

    Returns whether a new copy was published. After an interrupted build this does what was left undone.
    What people decided counts too: a new decision leads to a new copy.
    """
    state = fingerprint(run.iri, *(part for row in store.articles() for part in row), *_decided(store))
    if _state(store, run) != state:
        _compute(store, run, state)
    elif store.generation and _published_state(store, run) == state:
        return False
    if store.path is not None:
        store.publish()
    return True


def last_run(store: Store) -> Run:
    """Return the run that the graph was computed with last, or that of this program when there is none."""
    query = f"""SELECT ?program ?code ?model ?spacy {{ GRAPH <{Graph.RUNS}> {{
        ?run kg:program ?program ; kg:code ?code ; kg:model ?model ; kg:spacy ?spacy }} }}"""
    rows = sorted(store.rows(query))
    return Run(*rows[0]) if rows else this_run()


def _decided(store: Store) -> list[str]:
    """Return the triples of the review graph, sorted."""
    quads = store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(Graph.REVIEW))
    return sorted(str(quad.triple) for quad in quads)


def _compute(store: Store, run: Run, state: str) -> None:
    store.replace(Graph.ENTITIES, entity_triples(store, _facts(store)))
    store.replace(Graph.DERIVED, derived_triples(store))
    # Last: what has this state is whole.
    store.replace(Graph.RUNS, run.triples() + f"{iri(run.iri)} {iri(_STATE)} {text(state)} .\n")


def _facts(store: Store) -> Mapping[str, Facts]:
    """Return what the words of the package know of the things that the graph may have."""
    words = lexicon.default()
    named = store.rows(f"""SELECT DISTINCT ?policy ?label {{ ?naming kg:names ?policy ; kg:label ?label
        FILTER(STRSTARTS(STR(?policy), "{ID}{Kind.POLICY}/")) }} ORDER BY ?policy ?label""")
    pairs = ((str(policy), str(label)) for policy, label in named)
    return {**lexicon_facts(words), **policy_facts(Policies.of(words), pairs)}


def _published_state(store: Store, run: Run) -> str | None:
    assert store.path is not None
    with Store.open_published(store.path) as published:
        return _state(published, run)


def _state(store: Store, run: Run) -> str | None:
    """Return the fingerprint of what the derived graphs were computed from, if they are whole."""
    graph = ox.NamedNode(Graph.RUNS)
    found = store.oxigraph.quads_for_pattern(ox.NamedNode(run.iri), ox.NamedNode(_STATE), None, graph)
    return next((q.object.value for q in found if isinstance(q.object, ox.Literal)), None)
