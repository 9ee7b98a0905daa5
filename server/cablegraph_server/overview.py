"""The figures of the front page, computed once for each generation."""

from __future__ import annotations

from dataclasses import dataclass

from cablegraph_ontology.terms import SCHEMA, Graph, Kind, kind_of
from cablegraph_server.reading import label, properties, select
from cablegraph_server.snapshot import Snapshot

TOP = 10
# Among so many times ten things there are ten of the kind that is wanted.
CANDIDATES = 20

COUNTED = ("Article", "StanceClaim", "RoleClaim", "Person", "Organization", "Office", "Country", "Policy")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A thing and its number of claims."""

    iri: str
    label: str
    claims: int


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article as it stands in a list."""

    iri: str
    headline: str
    date: str | None
    publisher: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the graph holds, at a glance."""

    counts: dict[str, int]
    """By name of the class: "Article", "RoleClaim", "Person"."""
    policies: tuple[Ranked, ...]
    actors: tuple[Ranked, ...]
    people: tuple[Ranked, ...]
    newest: tuple[ArticleLine, ...]


def overview(snapshot: Snapshot) -> Overview:
    """Return the overview of a snapshot. This is the only look-up that walks through all claims."""
    return snapshot.once("overview", lambda: _overview(snapshot))


def _overview(snapshot: Snapshot) -> Overview:
    return Overview(
        counts={name: _count(snapshot, name) for name in COUNTED},
        policies=_top(snapshot, "policy"),
        actors=_top(snapshot, "holder"),
        people=_top(snapshot, "speaker", Kind.PERSON),
        newest=article_lines(snapshot, articles(snapshot)[:TOP]),
    )


def _count(snapshot: Snapshot, name: str) -> int:
    # Classes of the ontology and shapes stand in other graphs; an instance has its type in one graph only.
    [[n]] = select(snapshot, f"SELECT (COUNT(*) AS ?n) WHERE {{ ?thing a kg:{name} }}")
    return int(n or 0)


def _top(snapshot: Snapshot, slot: str, kind: Kind | None = None) -> tuple[Ranked, ...]:
    """Return the things that stand most often in a slot of claims, of one kind if it is given."""
    rows = select(
        snapshot,
        f"SELECT ?thing (COUNT(*) AS ?n) WHERE {{ ?claim kg:{slot} ?thing }} "
        f"GROUP BY ?thing ORDER BY DESC(?n) ?thing LIMIT {TOP * CANDIDATES}",
    )
    found = [(iri, int(n)) for iri, n in rows if iri and n and (kind is None or kind_of(iri) is kind)]
    return tuple(Ranked(iri, label(snapshot, iri), n) for iri, n in found[:TOP])


def articles(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the IRIs of all articles, the newest first, remembered for the generation."""
    return snapshot.once("articles", lambda: _articles(snapshot))


def _articles(snapshot: Snapshot) -> tuple[str, ...]:
    rows = select(
        snapshot,
        "SELECT ?article ?date WHERE { ?article a kg:Article . "
        "OPTIONAL { ?article schema:datePublished ?date } }",
    )
    dated = {iri: date or "" for iri, date in rows if iri is not None}
    return tuple(sorted(sorted(dated), key=lambda iri: dated[iri], reverse=True))


def article_lines(snapshot: Snapshot, iris: tuple[str, ...]) -> tuple[ArticleLine, ...]:
    """Return what a list shows of these articles."""
    lines = []
    for iri in iris:
        said = properties(snapshot, iri)
        lines.append(
            ArticleLine(
                iri,
                label(snapshot, iri),
                said.text(SCHEMA + "datePublished"),
                said.text(SCHEMA + "publisher"),
            )
        )
    return tuple(lines)


GRAPH_TITLES = {
    Graph.ENTITIES.value: "Names and properties of persons, organisations, countries, offices and policies",
    Graph.DERIVED.value: "What was computed from all claims: tenures, supports, opposes",
    Graph.RUNS.value: "The runs that read the articles",
    Graph.ONTOLOGY.value: "The vocabulary",
    Graph.REVIEW.value: "Corrections by people",
}
