"""People correct the graph: decisions win over the program, survive every build, and can be undone."""

from __future__ import annotations

import contextlib
import datetime
import random
import time
from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox
import pytest
from tests.graph.conftest import AGENCY, ASYLUM, BO, CHINA, EASING, HOLM, MINISTRY, Invented, thing

from cablegraph.build import build
from cablegraph.derived.refresh import refresh
from cablegraph.model import Article
from cablegraph.reviewing.decisions import Decision, DecisionError, check
from cablegraph.reviewing.named import UnknownNameError
from cablegraph.reviewing.review import Review, Signature
from cablegraph.run import this_run
from cablegraph.store import Store
from cablegraph.validate import validate
from cablegraph_ontology.actions import Action
from cablegraph_ontology.relations import RoleClaim
from cablegraph_ontology.terms import ID, Graph, Kind, mint

ANA = Signature("ana", datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC), "I asked")


@pytest.fixture
def graph(store: Store) -> Store:
    """The two invented articles, with entities and derived edges."""
    refresh(store, this_run())
    return store


def dump(store: Store, *graphs: Graph) -> bytes:
    """Return some graphs, or all, as sorted N-Quads."""
    quads = (str(quad) for quad in store.oxigraph if not graphs or str(quad.graph_name)[1:-1] in graphs)
    return "\n".join(sorted(quads)).encode()


def ask(store: Store, query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(value.removeprefix(ID) for value in row) for row in store.rows(query))


def claims(store: Store, pattern: str) -> list[str]:
    return [claim for (claim,) in ask(store, f"SELECT DISTINCT ?c {{ ?c kg:quote ?quote . {pattern} }}")]


# ------------------------------------------------------------------ claims
def test_a_rejected_claim_stays_marked_and_makes_no_edge(graph: Store) -> None:
    (claim,) = claims(graph, f"?c kg:holder <{AGENCY.iri}>")
    edge = f"ASK {{ <{AGENCY.iri}> kg:supports <{ASYLUM.iri}> }}"
    articles = {name: dump(graph, name) for name in (Graph.ENTITIES,)}
    assert graph.query(edge)
    Review(graph).reject(claim, ANA)
    assert not graph.query(edge)
    assert ask(graph, f"SELECT ?review {{ <{ID}{claim}> kg:review ?review }}")[0][0].endswith("#Rejected")
    assert claims(graph, f"?c kg:holder <{AGENCY.iri}>") == [claim]
    assert {name: dump(graph, name) for name in articles} == articles


def test_an_accepted_claim_is_marked_and_nothing_else_changes(graph: Store) -> None:
    before = dump(graph, Graph.ENTITIES, Graph.DERIVED)
    (claim,) = claims(graph, f"?c kg:holder <{AGENCY.iri}>")
    decision = Review(graph).accept(claim.removeprefix("claim/"), replace(ANA, because=None))
    assert dump(graph, Graph.ENTITIES, Graph.DERIVED) == before
    assert ask(
        graph, "SELECT ?by ?on { ?d a kg:Decision ; kg:decides kg:Accept ; kg:by ?by ; kg:on ?on }"
    ) == [("ana", "2024-05-01T00:00:00Z")]
    assert Review(graph).decisions == (decision,)


def test_every_mark_stands_in_one_graph(graph: Store) -> None:
    review = Review(graph)
    review.reject(claims(graph, f"?c kg:holder <{AGENCY.iri}>")[0], ANA)
    review.merge("Wei Bo", "Maria Holm", ANA)
    triples = [str(quad.triple) for quad in graph.oxigraph]
    assert len(triples) == len(set(triples))


def test_a_second_answer_to_the_same_question_is_refused(graph: Store) -> None:
    review = Review(graph)
    claim = claims(graph, f"?c kg:holder <{AGENCY.iri}>")[0]
    first = review.accept(claim, ANA)
    with pytest.raises(DecisionError, match=f"undo {first.id} first"):
        review.reject(claim, ANA)


# ------------------------------------------------------------------ merges
def test_queries_work_on_a_merged_thing(graph: Store) -> None:
    Review(graph).merge(BO.iri, HOLM.iri, ANA)
    names = ask(graph, "SELECT DISTINCT ?name { ?c kg:person/rdfs:label ?name }")
    assert names == [("Maria Holm",)]
    assert ask(graph, f"SELECT ?other {{ <{HOLM.iri}> skos:altLabel ?other }}") == [("Wei Bo",)]
    assert ask(graph, "SELECT ?a ?b { ?a kg:mergedInto ?b }") == [("person/wei-bo", "person/maria-holm")]
    assert ask(graph, "SELECT DISTINCT ?p { ?t a kg:Tenure ; kg:person ?p }") == [("person/maria-holm",)]
    # The claims still say what their article says.
    assert len(claims(graph, f"?c kg:person <{BO.iri}>")) == 2


def test_a_country_merged_away_keeps_its_one_line_queries(graph: Store) -> None:
    hold = graph.rows('SELECT ?c { ?c kg:holder/kg:iso3 "CHN" }')
    before = len(list(hold))
    second = mint(Kind.COUNTRY, "PRC")
    _rewrite(graph, CHINA.iri, second)
    Review(graph).merge("country/PRC", "country/CHN", ANA)
    assert len(list(graph.rows('SELECT ?c { ?c kg:holder/kg:iso3 "CHN" }'))) == before
    assert ask(graph, "SELECT DISTINCT ?l { ?c kg:holder ?h . ?h rdfs:label ?l ; a kg:Country }") == [
        ("China",)
    ]


def _rewrite(store: Store, old: str, new: str) -> None:
    """Let the first article name another thing, and compute the graph anew."""
    name = min(str(graph)[1:-1] for graph in store.oxigraph.named_graphs() if "/article/" in str(graph))
    quads = store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(name))
    lines = "".join(f"{quad.triple} .\n" for quad in quads)
    store.replace(name, lines.replace(f"<{old}>", f"<{new}>"))
    store.remove(Graph.RUNS)  # which says that everything is up to date
    refresh(store, this_run())


def test_merged_bodies_have_one_spokesperson(graph: Store) -> None:
    office = mint(Kind.OFFICE, "chn-ministry-of-foreign-affairs-spokesman")
    other_body, other_office = MINISTRY.iri + "-x", office.replace("affairs-", "affairs-x-")
    _rewrite(graph, MINISTRY.iri, other_body)
    _rewrite(graph, office, other_office)
    assert len(ask(graph, f"SELECT ?t {{ ?t a kg:Tenure ; kg:person <{BO.iri}> }}")) == 2
    decision = Review(graph).merge(other_body, MINISTRY.iri, ANA)
    assert len(ask(graph, f"SELECT ?t {{ ?t a kg:Tenure ; kg:person <{BO.iri}> }}")) == 1
    assert ask(graph, f"SELECT ?o {{ <{other_office}> kg:mergedInto ?o }}") == [(office.removeprefix(ID),)]
    Review(graph).undo(decision.id)
    assert len(ask(graph, f"SELECT ?t {{ ?t a kg:Tenure ; kg:person <{BO.iri}> }}")) == 2


def test_a_merged_graph_conforms_to_the_shapes(graph: Store) -> None:
    review = Review(graph)
    review.merge(BO.iri, HOLM.iri, ANA)
    review.rename(EASING.iri, "softer treatment", ANA)
    review.split_off(HOLM.iri, ANA, [claims(graph, f"?c kg:person <{HOLM.iri}>")[0]])
    # The hand-made run of the two articles has no description: that is no matter of reviews.
    findings = [
        f for f in validate(graph).findings if f.article in (Graph.REVIEW, Graph.ENTITIES, Graph.DERIVED)
    ]
    assert findings == []


MERGES = [
    ([("a", "b"), ("b", "c")], {"a": "c", "b": "c"}),
    ([("b", "c"), ("a", "b")], {"a": "c", "b": "c"}),
    ([("a", "c"), ("b", "c")], {"a": "c", "b": "c"}),
]


@pytest.mark.parametrize(("pairs", "final"), MERGES)
def test_merges_lead_to_the_last_thing(
    pairs: list[tuple[str, str]], final: dict[str, str], people: Store
) -> None:
    for away, into in pairs:
        Review(people).merge(f"person/{away}", f"person/{into}", ANA)
    found = ask(people, "SELECT ?a ?b { ?a kg:mergedInto ?b }")
    assert found == [(f"person/{away}", f"person/{into}") for away, into in final.items()]


@pytest.fixture
def people(invented: tuple[Invented, ...]) -> Store:
    """A graph with the persons a to f: in each of six articles, Wei Bo has another name."""
    store = Store.memory()
    for letter in "abcdef":
        person = thing(Kind.PERSON, letter, letter.upper())
        found = invented[1].claims[0]
        assert isinstance(found, RoleClaim)
        article = replace(invented[1].article, text=invented[1].article.text + letter, document=letter)
        each = Invented(article, (replace(found, person=person),))
        store.replace(each.iri, each.triples())
    refresh(store, this_run())
    return store


REFUSED = [
    ([("a", "b")], ("b", "a"), "circle"),
    ([("a", "b"), ("b", "c")], ("c", "a"), "circle"),
    ([("a", "b")], ("a", "c"), "merged into person/b already"),
    ([("a", "b")], ("a", "b"), "decided already"),
    ([], ("a", "a"), "one thing"),
    ([], ("a", "country/CHN"), "not of one kind"),
]


@pytest.mark.parametrize(("before", "pair", "message"), REFUSED)
def test_a_merge_that_makes_no_sense_is_refused(
    before: list[tuple[str, str]], pair: tuple[str, str], message: str, people: Store
) -> None:
    review = Review(people)
    for away, into in before:
        review.merge(away, into, ANA)
    state = dump(people)
    with pytest.raises(DecisionError, match=message):
        review.merge(*pair, ANA)
    assert dump(people) == state


def test_a_split_undoes_a_merge_and_wins_over_it(people: Store) -> None:
    review = Review(people)
    start = dump(people, Graph.ENTITIES, Graph.DERIVED)
    review.merge("a", "b", ANA)
    merged = dump(people, Graph.ENTITIES, Graph.DERIVED)
    apart = review.keep_apart("b", "a", ANA)
    assert dump(people, Graph.ENTITIES, Graph.DERIVED) == start
    with pytest.raises(DecisionError, match="kept apart"):
        review.merge("b", "a", ANA)
    review.undo(apart.id)
    assert dump(people, Graph.ENTITIES, Graph.DERIVED) == merged


def test_what_is_kept_apart_is_not_joined_by_a_third(people: Store) -> None:
    review = Review(people)
    review.keep_apart("a", "c", ANA)
    review.merge("a", "b", ANA)
    with pytest.raises(DecisionError, match=r"kept apart by decision/\w+ .*undo one"):
        review.merge("c", "b", ANA)


def test_an_undo_that_would_leave_a_contradiction_is_refused(people: Store) -> None:
    review = Review(people)
    review.merge("a", "b", ANA)
    apart = review.keep_apart("a", "b", ANA)
    review.merge("a", "c", ANA)
    with pytest.raises(DecisionError, match="already"):
        review.undo(apart.id)


# ------------------------------------------------------------------ splits
def test_a_split_tells_homonyms_apart_by_article(graph: Store) -> None:
    first, second = sorted(claims(graph, f"?c kg:person <{BO.iri}>"))
    decision = Review(graph).split_off("Wei Bo", ANA, [second])
    (article,) = [a for (a,) in ask(graph, f"SELECT ?a {{ <{ID}{second}> kg:article ?a }}")]
    assert (decision.into, decision.articles) == (BO.iri + "-2", (ID + article,))
    tenures = ask(
        graph, "SELECT ?p ?c { ?t a kg:Tenure ; kg:person ?p ; kg:fromClaim ?c . ?p rdfs:label 'Wei Bo' }"
    )
    assert tenures == sorted([("person/wei-bo", first), ("person/wei-bo-2", second)])
    # The article's own graph is as it was; what its claims are about now can be asked all the same.
    assert claims(graph, f"?c kg:person <{BO.iri}>") == sorted([first, second])
    here = claims(graph, f"?c kg:article <{ID}{article}> ; kg:person|kg:speaker <{BO.iri}>")
    assert ask(graph, "SELECT ?c ?p { ?c kg:refersTo ?p }") == [(c, "person/wei-bo-2") for c in here]
    assert ask(graph, "SELECT ?p { ?p kg:splitFrom ?whole }") == [("person/wei-bo-2",)]


def test_a_split_by_country_holds_for_later_articles(invented: tuple[Invented, ...], graph: Store) -> None:
    finland = thing(Kind.COUNTRY, "FIN", "Finland", iso3="FIN", curated=True)

    def finnish(number: int) -> Invented:
        found = invented[1].claims[0]
        assert isinstance(found, RoleClaim)
        article = replace(
            invented[1].article, text=invented[1].article.text + str(number), document=f"f{number}"
        )
        body = thing(Kind.ORGANIZATION, "fin-ministry", "Ministry (Finland)", iso3="FIN")
        office = thing(
            Kind.OFFICE, "fin-ministry-spokesman", "spokesman, Ministry (Finland)", body=body.iri, iso3="FIN"
        )
        return Invented(
            article, (replace(found, agency=body, country=None if number else finland, office=office),)
        )

    def persons() -> list[tuple[str, ...]]:
        return ask(graph, "SELECT DISTINCT ?p ?o { ?p kg:holdsOffice ?o }")

    for number in (0, 1):
        each = finnish(number)
        graph.replace(each.iri, each.triples())
        refresh(graph, this_run())
        if number == 0:
            Review(graph).split_off("Wei Bo", ANA, country="fin")
        assert ("person/wei-bo-2", "office/fin-ministry-spokesman") in persons()
        assert ("person/wei-bo", "office/fin-ministry-spokesman") not in persons()
        assert ("person/wei-bo", "office/chn-ministry-of-foreign-affairs-spokesman") in persons()
        assert len(ask(graph, "SELECT ?c { ?c kg:refersTo ?p }")) == number + 1


def test_a_thing_of_which_all_is_split_off_keeps_its_label(graph: Store) -> None:
    Review(graph).split_off(BO.iri, ANA, claims(graph, f"?c kg:person <{BO.iri}>"))
    assert ask(graph, "SELECT ?p { ?p rdfs:label 'Wei Bo' }") == [("person/wei-bo",), ("person/wei-bo-2",)]


def test_what_rests_on_a_split_must_be_undone_first(graph: Store) -> None:
    review = Review(graph)
    claim = claims(graph, f"?c kg:person <{BO.iri}>")[0]
    split = review.split_off(BO.iri, ANA, [claim])
    with pytest.raises(DecisionError, match="decided already"):
        review.split_off(BO.iri, ANA, [claim])
    renamed = review.rename("person/wei-bo-2", "Wei Bo the younger", ANA)
    with pytest.raises(DecisionError, match=f"{renamed.id} .*undo that first"):
        review.undo(split.id)
    with pytest.raises(DecisionError, match="split person/wei-bo"):
        review.split_off("person/wei-bo-2", ANA, [claim])


@pytest.mark.parametrize(
    ("name", "claim", "message"),
    [("China", "", "neither a person nor a body"), ("Maria Holm", BO.iri, "does not name")],
)
def test_a_split_that_makes_no_sense_is_refused(graph: Store, name: str, claim: str, message: str) -> None:
    others = claims(graph, f"?c kg:person <{claim}>") if claim else []
    with pytest.raises(DecisionError, match=message):
        Review(graph).split_off(name, ANA, others[:1])


# ------------------------------------------------------------------ names
def test_a_new_name_wins_and_the_old_one_stays(graph: Store) -> None:
    Review(graph).rename("person/wei-bo", "  Wei  Bo (spokesman) ", ANA)
    assert ask(graph, f"SELECT ?l {{ <{BO.iri}> rdfs:label ?l }}") == [("Wei Bo (spokesman)",)]
    assert ask(graph, f"SELECT ?l {{ <{BO.iri}> skos:altLabel ?l }}") == [("Wei Bo",)]
    Review(graph).rename("China", "PR China", ANA)
    assert ask(graph, f"SELECT ?l {{ <{CHINA.iri}> rdfs:label ?l }}") == [("PR China",)]
    assert ("China",) in ask(graph, f"SELECT ?l {{ <{CHINA.iri}> skos:altLabel ?l }}")


UNKNOWN = [
    ("Wei Boo", r"near: person/wei-bo \(Wei Bo\)"),
    ("person/wei-boo", r"near: person/wei-bo"),
    ("zzzzzzzz", "cablegraph people"),
]


@pytest.mark.parametrize(("name", "message"), UNKNOWN)
def test_an_unknown_name_tells_what_is_near(graph: Store, name: str, message: str) -> None:
    with pytest.raises(UnknownNameError, match=message):
        Review(graph).rename(name, "x", ANA)


def test_an_unknown_claim_tells_how_claims_are_named(graph: Store) -> None:
    for words in ("0123456789ab", "claim/0123456789ab", "", "> <x", "person/wei-bo"):
        with pytest.raises(UnknownNameError, match="12 digits"):
            Review(graph).reject(words, ANA)


# ------------------------------------------------------------------ undo, order, builds
def test_undo_restores_the_graph_byte_for_byte(graph: Store) -> None:
    start = dump(graph)
    review = Review(graph)
    taken = [
        review.merge(BO.iri, HOLM.iri, ANA),
        review.reject(claims(graph, f"?c kg:holder <{AGENCY.iri}>")[0], ANA),
        review.rename("China", "PR China", replace(ANA, because='he said "so"\tand\nso \ud800 é')),
        review.split_off(HOLM.iri, ANA, [claims(graph, f"?c kg:person <{HOLM.iri}>")[0]]),
    ]
    assert dump(graph) != start
    assert {decision.iri for decision in review.decisions} == {decision.iri for decision in taken}
    for decision in taken:
        assert review.undo(decision.id).action is decision.action
    assert dump(graph) == start


@pytest.mark.parametrize("seed", range(8))
def test_what_stands_decides_and_not_how_one_got_there(seed: int, people: Store) -> None:
    rng = random.Random(seed)
    start = dump(people)
    review = Review(people)
    for step in range(14):
        on = replace(ANA, on=ANA.on + datetime.timedelta(hours=step))
        if review.decisions and rng.random() < 0.35:
            _try(review.undo, rng.choice(review.decisions).id)
        elif rng.random() < 0.8:
            _try(review.merge, *rng.sample("abcdef", 2), on)
        else:
            _try(review.keep_apart, *rng.sample("abcdef", 2), on)
    reached = dump(people)
    standing = list(review.decisions)
    rng.shuffle(standing)
    people.remove(Graph.REVIEW)
    refresh(people, this_run())
    assert dump(people) == start
    people.replace(Graph.REVIEW, "".join(line for decision in standing for line in decision.triples()))
    refresh(people, this_run())
    assert dump(people) == reached
    check(standing)


def _try(act: object, *given: object) -> None:
    """Do something that may be refused."""
    assert callable(act)
    with contextlib.suppress(DecisionError):
        act(*given)


TEXTS = {
    "a": "Chinese Foreign Ministry spokesman Qin Gang said China opposes sanctions on Iran.",
    "b": "Mohamed ElBaradei, the head of the International Atomic Energy Agency, met Qin Gang.",
}


def articles(texts: dict[str, str]) -> Iterable[Article]:
    day = datetime.date(2009, 6, 1)
    return [Article(document=name, text=text, date=day) for name, text in texts.items()]


def test_decisions_survive_a_build() -> None:
    store = Store.memory()
    build(articles(TEXTS), store)
    Review(store).merge("Mohamed ElBaradei", "Qin Gang", ANA)
    before = dump(store)
    assert build(articles(TEXTS), store).unchanged == 2
    assert dump(store) == before
    changed = TEXTS | {"b": TEXTS["b"].replace("met", "never met")}
    assert build(articles(changed), store).changed == 1
    assert ask(store, "SELECT ?a ?b { ?a kg:mergedInto ?b }") == [
        ("person/mohamed-elbaradei", "person/qin-gang")
    ]
    # Deciding first and reading later gives the same bytes.
    other = Store.memory()
    other.replace(Graph.REVIEW, "".join(Review(store).decisions[0].triples()))
    build(articles(changed), other)
    assert dump(other) == dump(store)


def test_a_decision_is_a_new_state(graph: Store) -> None:
    def state() -> list[tuple[str, ...]]:
        return ask(graph, "SELECT ?state { ?run kg:state ?state }")

    before = state()
    decision = Review(graph).rename("China", "PR China", ANA)
    assert state() != before
    Review(graph).undo(decision.id[-12:])
    assert state() == before


def test_the_run_stays_that_of_the_articles(graph: Store) -> None:
    older = replace(this_run(), program="0.0.1")
    refresh(graph, older)
    Review(graph).rename("China", "PR China", ANA)
    assert ask(graph, "SELECT ?program { ?run kg:program ?program }") == [("0.0.1",)]


def test_ten_thousand_merges_are_linear() -> None:
    def merge(number: int) -> Decision:
        about = (mint(Kind.PERSON, f"p{number}"),)
        into = mint(Kind.PERSON, f"p{number + 1}")
        return Decision(action=Action.MERGE, about=about, into=into, by="ana", on=ANA.on)

    start = time.perf_counter()
    check([merge(number) for number in range(10_000)])
    assert time.perf_counter() - start < 5
