"""Answers of the standard where the engine alone gives another, and queries that must stay as they are."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest

from cablegraph.queries.engine import ask, corrected

DATA = """PREFIX : <http://a.example/> INSERT DATA {
  GRAPH :g1 { :a :p :o . :a :label "one"@en }
  GRAPH :g2 { :a :p :x . :b :p :o . :b :label "two"@fr }
}"""

ONE, TWO = (f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>' for n in (1, 2))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return a store with two graphs."""
    store = ox.Store()
    store.update(DATA)
    return store


def rows(store: ox.Store, query: str) -> list[str]:
    solutions = ask(store, "PREFIX : <http://a.example/> " + query)
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted(" ".join("-" if term is None else str(term) for term in solution) for solution in solutions)


def short(*names: str) -> str:
    return " ".join(f"<http://a.example/{n}>" if n.isidentifier() else n for n in names)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # A simple literal, whatever the language of the parts.
        ('SELECT (GROUP_CONCAT(?x) AS ?y) { VALUES ?x { "1"@en } }', ['"1"']),
        ('SELECT (group_concat(DISTINCT ?x; separator=")") AS ?y) { VALUES ?x { "1"@en "1"@en } }', ['"1"']),
        ('SELECT (STRLEN(GROUP_CONCAT(?x; SEPARATOR=", ")) AS ?y) { VALUES ?x { "ab"@en "cd"@en } }', ['"6"^^<http://www.w3.org/2001/XMLSchema#integer>']),
        ('SELECT ?z { VALUES (?z ?x) { (1 "a"@en) } } GROUP BY ?z HAVING (GROUP_CONCAT(?x) = "a")', ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>']),
        ("SELECT ?x { VALUES ?x { 1 } } GROUP BY ?x ORDER BY GROUP_CONCAT(?x)", ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>']),
        # No variable in common, nothing removed.
        ("SELECT ?g ?a { GRAPH ?g { ?a :p :o MINUS { ?b :p :o } } }", [short("g1", "a"), short("g2", "b")]),
        ("SELECT ?g ?a { GRAPH ?g { ?a :p :o MINUS{ ?b :p :o . OPTIONAL { ?b :label ?l } } } }", [short("g1", "a"), short("g2", "b")]),
        # A variable in common: both sides are of one graph.
        ("SELECT ?g ?a { GRAPH ?g { ?a :p ?x MINUS { ?a :p :o } } }", [short("g2", "a")]),
        ("SELECT ?a { GRAPH :g2 { ?a :p ?x MINUS { ?a :label ?l } } }", [short("a")]),
        # GRAPH ?g binds ?g.
        ('SELECT ?g ?t { GRAPH ?g { VALUES (?g ?t) { (UNDEF "foo") (:g1 "bar") } } }', [short("g1", '"bar"'), short("g1", '"foo"'), short("g2", '"foo"')]),
        # A subquery sees one graph at a time.
        ("SELECT ?g ?s { GRAPH ?g { SELECT ?s { ?s :p ?o } } }", [short("g1", "a"), short("g2", "a"), short("g2", "b")]),
        ("SELECT ?g ?s ?x { GRAPH ?g { ?x :label ?l { SELECT DISTINCT ?s { ?s :p :o } } } }", [short("g1", "a", "a"), short("g2", "b", "b")]),
        ("SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s :p ?o } } }", [short("g1", ONE), short("g2", TWO)]),
        ("SELECT ?g ?s ?n { GRAPH $g { { SELECT ?s (COUNT(?o) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(?o) > 1) ORDER BY ?s } } }", [short("g1", "a", TWO), short("g2", "b", TWO)]),
        ("SELECT ?g ?n { GRAPH ?g { ?s :p :o { SELECT (SUM(?k) AS ?n) { { SELECT (COUNT(*) AS ?k) { ?a :p ?b } } } } } }", [short("g1", ONE), short("g2", TWO)]),
        # Named graphs, and variables that only share the name, stay.
        ("SELECT ?n { GRAPH :g2 { SELECT (COUNT(*) AS ?n) { ?s :p ?o } } }", [TWO]),
        ("SELECT ?g ?s { GRAPH ?g { SELECT ?g ?s { ?s :p :o } } }", [short("g1", "a"), short("g2", "b")]),
        # Nothing walked is a path, also for a term that the graph does not have.
        ("SELECT ?o { GRAPH :g1 { :nobody :p* ?o } }", [short("nobody")]),
        ("SELECT ?s { ?s ^(:p|:q)? :nobody . }", [short("nobody")]),
        ("SELECT ?o { GRAPH :g1 { :a :p* ?o } }", [short("a"), short("o")]),
        ("SELECT ?o { GRAPH :g1 { :o :p? ?o } }", [short("o")]),
        ("SELECT ?x { VALUES ?x { 1 } FILTER EXISTS { :nobody :p* :nobody } }", ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>']),
        ("SELECT ?x { VALUES ?x { 1 } FILTER EXISTS { :nobody :p* :other } }", []),
        ("SELECT ?o { GRAPH :g1 { :nobody :p+ ?o } }", []),
        ("SELECT ?g ?a { GRAPH ?g { ?a :p :o VALUES ?g { :g2 :g3 } } }", [short("g2", "b")]),
    ],
)  # fmt: skip
def test_answers_of_the_standard(store: ox.Store, query: str, expected: list[str]) -> None:
    assert rows(store, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        'SELECT ("GROUP_CONCAT(?x)" AS ?y) {}',
        "SELECT * { ?s ?p ?o MINUS { ?s a ?o } }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } VALUES ?g { <http://a.example/g> } }",
        "SELECT * { GRAPH <http://a.example/g> { VALUES ?g { 1 } } }",
        "SELECT * { ?s <http://a.example/minus> ?values }",
        "SELECT (GROUP_CONCAT AS ?x) {}",
        "SELECT * { GRAPH ?g { ?s ?p ?o } { SELECT ?s { ?s ?p ?o } } }",
        "SELECT * { GRAPH <http://a.example/g> { { SELECT ?s { ?s ?p ?o } } } }",
        "SELECT * { GRAPH ?g { SELECT * { ?s ?p ?o } } }",
        "SELECT * { <http://a.example/a> <http://a.example/p>* ?o . ?o ?p ?x }",
        "SELECT * { ?s <http://a.example/p>* ?o }",
        "SELECT * { <http://a.example/a> <http://a.example/p>*/<http://a.example/q> ?o }",
        "SELECT (GROUP_CONCAT(?x",
        "SELECT * { MINUS { ",
        '"minus',
    ],
)
def test_other_queries_stay(query: str) -> None:
    assert corrected(query) == query


def test_errors_are_about_the_text_that_was_sent(store: ox.Store) -> None:
    query = "SELECT (GROUP_CONCAT(?x) AS ?y) { nonsense }"
    with pytest.raises(SyntaxError) as told:
        ask(store, query)
    with pytest.raises(SyntaxError) as original:
        store.query(query)
    assert str(told.value) == str(original.value)


def test_a_select_inside_of_a_minus_is_left_to_the_engine(store: ox.Store) -> None:
    query = "SELECT ?a { ?x :p :o MINUS { SELECT ?b { ?b :p :o } } BIND(1 AS ?a) }"
    assert rows(store, query) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {" + "MINUS {" * 50_000 + "}" * 50_000 + "}",
        "SELECT * {" + "MINUS { ?a " * 20_000 + "}" * 20_000 + "}",
        "SELECT * {" + "GRAPH ?g { VALUES ?g { 1 } " * 20_000 + "}" * 20_000 + "}",
        "SELECT (" + "GROUP_CONCAT(" * 50_000 + ")" * 50_000 + ") {}",
        "minus" + "{" * 100_000,
        "SELECT * {" + "GRAPH ?g { SELECT ?s " * 20_000 + "}" * 20_000 + "}",
        "SELECT * {" + "GRAPH ?g { { SELECT (COUNT(*) AS ?s) { " * 10_000 + "} } }" * 10_000 + "}",
        "GRAPH ? " * 100_000 + "select",
    ],
)
def test_it_takes_linear_time(query: str) -> None:
    began = time.perf_counter()
    corrected(query)
    # A second on a quiet machine; quadratic time would be an hour.
    assert time.perf_counter() - began < 30
