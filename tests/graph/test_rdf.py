"""An article's claims as triples."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablegraph.derived.derive import derived_triples
from cablegraph.derived.disputes import disputes
from cablegraph.derived.entities import entity_triples
from cablegraph.identity import article_iri, claim_iri, inputs_fingerprint, text_digest
from cablegraph.model import Article, Block, BlockKind, Entity
from cablegraph.rdf import article_triples
from cablegraph.store import Store
from cablegraph_ontology.relations import (
    Act,
    Claim,
    DateBasis,
    Modality,
    RoleClaim,
    StanceClaim,
    Standing,
    Voice,
    When,
)
from cablegraph_ontology.terms import ID, KG, SCHEMA, Graph, Kind, kind_of, mint

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "two-articles.nq"
SHARED = Path(os.environ.get("CABLEGRAPH_SHARED", ROOT.parent / "shared"))
RUN = mint(Kind.RUN, "test")


def quads(store: Store) -> str:
    """Return a whole store as sorted N-Quads."""
    return "".join(sorted(f"{quad} .\n" for quad in store.oxigraph))


def test_two_articles_give_the_golden_graph(store: Store) -> None:
    """To accept a change: CABLEGRAPH_UPDATE_GOLDEN=1 pytest tests/graph/test_rdf.py, and read the difference."""
    store.replace(Graph.ENTITIES, entity_triples(store))
    store.replace(Graph.DERIVED, derived_triples(store))
    found = quads(store)
    if os.environ.get("CABLEGRAPH_UPDATE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_the_triples_are_sorted_stand_once_and_have_one_subject_family(invented: Any) -> None:
    for each in invented:
        lines = each.triples().splitlines()
        assert lines == sorted(set(lines))
        for quad in ox.parse(each.triples(), ox.RdfFormat.N_TRIPLES):
            assert isinstance(quad.subject, ox.NamedNode)
            kind = kind_of(quad.subject.value)
            assert kind in (Kind.ARTICLE, Kind.CLAIM, Kind.NAMING)
            assert kind is not Kind.ARTICLE or quad.subject.value == each.iri


def test_no_triple_stands_in_two_graphs(store: Store) -> None:
    store.replace(Graph.ENTITIES, entity_triples(store))
    store.replace(Graph.DERIVED, derived_triples(store))
    triples = [quad.triple for quad in store.oxigraph]
    assert len(triples) == len(set(triples))


def test_the_order_of_claims_changes_nothing_but_ties(invented: Any) -> None:
    first, _ = invented
    backwards = first.claims[::-1]
    assert article_triples(first.article, backwards, RUN, disputes(backwards)) == article_triples(
        first.article, first.claims, RUN, disputes(first.claims)
    )


def test_equal_claims_are_written_once_and_the_first_one_counts(invented: Any) -> None:
    first, _ = invented
    role = first.claims[0]
    again = replace(role, rule="another_rule", confidence=0.1)
    assert article_triples(first.article, (role, again), RUN) == article_triples(first.article, (role,), RUN)


def test_a_claim_is_another_claim_when_place_things_or_meaning_differ(invented: Any) -> None:
    stance = invented[0].claims[3]
    other = replace(stance.holder, iri=mint(Kind.COUNTRY, "IND"))
    changes: list[dict[str, Any]] = [
        {},
        {"start": 0},
        {"end": 209},
        {"cue_start": 150},
        {"cue_end": 190},
        {"holder": other},
        {"target": other},
        {"speaker": None},
        {"polarity": 2},
    ]
    iris = {claim_iri("digest", replace(stance, **change)) for change in changes}
    assert len(iris) == len(changes)
    assert claim_iri("digest", replace(stance, rule="r", confidence=0.1)) in iris
    assert claim_iri("another", stance) not in iris


def test_the_headline_is_the_title_or_the_block() -> None:
    article = Article(document="a", text="\nPeace \nwar", blocks=(Block(0, 8, BlockKind.HEADLINE),))
    assert f'<{SCHEMA}headline> "Peace" .' in article_triples(article, (), RUN)
    assert f'<{SCHEMA}headline> "War" .' in article_triples(replace(article, title="War"), (), RUN)
    assert "headline" not in article_triples(replace(article, blocks=()), (), RUN)


def test_one_text_under_two_names_has_two_identifiers() -> None:
    found = article_triples(Article(document="b.txt", text="x"), (), RUN, documents=("a.txt", "b.txt"))
    assert found.count("identifier") == 2


def test_the_fingerprint_of_the_inputs_depends_on_what_decides_the_claims() -> None:
    article = Article(document="a", text="x", title="t")
    same = [article, replace(article, document="b"), replace(article, blocks=(Block(0, 1, BlockKind.BODY),))]
    assert len({inputs_fingerprint(each, RUN) for each in same}) == 1
    other = [replace(article, text="y"), replace(article, title=None), replace(article, url="t"), article]
    assert (
        len({inputs_fingerprint(each, RUN) for each in other} | {inputs_fingerprint(article, "other")}) == 5
    )


@given(st.text(st.characters(codec=None), min_size=1), st.data())
def test_any_text_keeps_its_evidence(text: str, data: Any) -> None:
    """The quote in the graph is the slice of the text in the graph, whatever characters it has."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    person = Entity(iri=mint(Kind.PERSON, "x"), kind=Kind.PERSON, label=text, text=text)
    claim = RoleClaim(
        start=start, end=end, cue_start=start, cue_end=end, rule="r", confidence=1.0, person=person, role=text
    )
    article = Article(document=text, text=text, title=text, publisher=text, url=text)
    with Store.memory() as store:
        store.replace(article_iri(text_digest(text)), article_triples(article, (claim,), RUN))
        rows = store.rows(
            "SELECT ?quote ?text ?start ?end { ?c kg:quote ?quote ; kg:start ?start ; kg:end ?end . "
            "?a kg:text ?text }"
        )
        ((quote, stored, first, last),) = rows
        assert stored[int(first) : int(last)] == quote
        assert (int(first), int(last)) == (start, end)


def test_nothing_is_written_for_what_is_not_said(invented: Any) -> None:
    first, _ = invented
    role = replace(first.claims[0], when=None, agency=replace(first.claims[0].agency, text=""))
    found = article_triples(replace(first.article, date=None), (role,), RUN)
    for name in ("date", "datePublished", "agencyText", "country", "hedged", "speakerText", "operator"):
        assert f"{name}>" not in found


EXAMPLE = SHARED / "design" / "example.trig"
SEEDS = SHARED / "bench" / "seeds"


@pytest.mark.skipif(not (EXAMPLE.is_file() and SEEDS.is_dir()), reason="the design example is not there")
def test_the_claims_of_the_design_example_come_out_as_drawn() -> None:
    """Every triple of the hand-written example is written by the classes, under the claim's own IRI."""
    drawn = ox.Store()
    drawn.load(EXAMPLE.read_bytes(), ox.RdfFormat.TRIG)
    texts = [path.read_bytes().decode("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    by_iri = {article_iri(text_digest(text)): text for text in texts}
    graphs = {g.value for g in drawn.named_graphs() if isinstance(g, ox.NamedNode)} & set(by_iri)
    assert len(graphs) == 2
    for graph in graphs:
        drawings = _drawings(drawn, graph)
        claims = [_rebuilt(drawing, by_iri[graph]) for drawing in drawings.values()]
        digest = text_digest(by_iri[graph])
        renamed = {old: claim_iri(digest, claim) for old, claim in zip(drawings, claims, strict=True)}
        article = Article(document="seed", text=by_iri[graph])
        found = article_triples(article, claims, ID + "run/draft", disputes(claims))
        with Store.memory() as store:
            store.replace(graph, found)
            written = {str(quad.triple) for quad in store.oxigraph}
        for quad in drawn.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            line = str(quad.triple)
            for old, new in renamed.items():
                line = line.replace(f"<{old}>", f"<{new}>")
            assert line in written


def _drawings(drawn: ox.Store, graph: str) -> dict[str, dict[str, Any]]:
    """Return the drawn claims: property name to value."""
    drawings: dict[str, dict[str, Any]] = {}
    for quad in drawn.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
        assert isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal)
        name = quad.predicate.value.rsplit("#", 1)[-1]
        drawings.setdefault(quad.subject.value, {})[name] = quad.object.value
    return drawings


def _rebuilt(drawing: dict[str, Any], text: str) -> Claim[Entity]:
    """Return a drawn claim as a value."""

    def entity(name: str) -> Entity | None:
        iri = drawing.get(name)
        kind = kind_of(iri) if iri is not None else None
        return None if iri is None or kind is None else Entity(iri=iri, kind=kind, label=iri, text="")

    def value(name: str) -> str:
        return str(drawing[name]).removeprefix(KG).lower()

    days = {
        n: datetime.date.fromisoformat(drawing[n]) for n in ("date", "dateFrom", "dateTo") if n in drawing
    }
    start, end = int(drawing["start"]), int(drawing["end"])
    cue_start = text.index(drawing["cue"], start)
    common: dict[str, Any] = {
        "start": start,
        "end": end,
        "cue_start": cue_start,
        "cue_end": cue_start + len(drawing["cue"]),
        "rule": drawing["rule"],
        "confidence": float(drawing["confidence"]),
        "voice": Voice(value("voice")),
        "speaker": entity("speaker"),
        "speaker_text": drawing.get("speakerText"),
        "hedged": drawing.get("hedged") == "true",
        "when": When(
            date=days["date"], first=days.get("dateFrom"), last=days.get("dateTo"), basis=DateBasis.RESOLVED
        ),
    }
    if drawing["type"] == KG + "RoleClaim":
        slots: dict[str, Any] = {name: entity(name) for name in ("person", "office", "agency", "country")}
        return RoleClaim(**common, **slots, role=drawing["roleLabel"])
    return StanceClaim(
        **common,
        **dict[str, Any]({name: entity(name) for name in ("holder", "policy")}),
        polarity=int(drawing["polarity"]),
        act=Act(value("act").removeprefix("act-")),
        standing=Standing(value("standing")),
        modality=Modality(value("modality")),
    )
