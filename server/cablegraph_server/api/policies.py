"""Policies and countries as JSON, with the number of stances for and against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from cablegraph_ontology.terms import SKOS, Kind
from cablegraph_server.api.answers import Document, Page
from cablegraph_server.api.asked import Asked
from cablegraph_server.api.claims import page, thing
from cablegraph_server.api.names import short_id
from cablegraph_server.api.names import thing as named_thing
from cablegraph_server.api.rows import rows
from cablegraph_server.api.selections import Side
from cablegraph_server.api.topics import above, below, broader
from cablegraph_server.identities import merged_into
from cablegraph_server.reading import kg, node, properties
from cablegraph_server.search import listing, search
from cablegraph_server.snapshot import Snapshot

Counts: TypeAlias = dict[str, int]


def policies(snapshot: Snapshot, asked: Asked) -> Page:
    """Return a page of policies, by label, or the nearest to ``q=`` first."""
    found = _named(snapshot, asked.text("q"), Kind.POLICY)
    topic = named_thing(snapshot, asked, "topic", Kind.POLICY)
    if topic is not None:
        wanted = below(snapshot, topic)
        found = [iri for iri in found if iri in wanted]
    shown = found[asked.offset : asked.offset + asked.limit]
    counted = _stances(snapshot, "policy", shown)
    return Page([_policy(snapshot, iri, counted[iri]) for iri in shown], len(found))


def countries(snapshot: Snapshot, asked: Asked) -> Page:
    """Return a page of countries, by label, or the nearest to ``q=`` first."""
    found = _named(snapshot, asked.text("q"), Kind.COUNTRY)
    shown = found[asked.offset : asked.offset + asked.limit]
    counted = _stances(snapshot, "holder", shown)
    return Page([_country(snapshot, iri, counted[iri]) for iri in shown], len(found))


def _named(snapshot: Snapshot, text: str | None, kind: Kind) -> list[str]:
    if text is None:
        return [entry.iri for entry in listing(snapshot, kind)]
    return [hit.iri for hit in search(snapshot, text) if hit.kind is kind]


def _policy(snapshot: Snapshot, iri: str, counts: Counts) -> Document:
    said = properties(snapshot, iri)
    topics = [other for other in above(snapshot, iri) if not broader(snapshot, other)]
    return {
        **thing(snapshot, iri),
        "also": said.texts(SKOS + "altLabel"),
        "curated": not said.flag(kg("uncurated")),
        "broader": [thing(snapshot, other) for other in broader(snapshot, iri)],
        "topics": [thing(snapshot, other) for other in topics],
        "stances": counts,
        "page": page(iri),
    }


def _country(snapshot: Snapshot, iri: str, counts: Counts) -> Document:
    return {
        **thing(snapshot, iri),
        "code": short_id(iri).rpartition("/")[2],
        "also": properties(snapshot, iri).texts(SKOS + "altLabel"),
        "stances": counts,
        "page": page(iri),
    }


def _stances(snapshot: Snapshot, slot: str, things: Sequence[str]) -> dict[str, Counts]:
    """Return how many stances have each thing in a slot, by side, without rejected ones.

    The time grows with the claims on these things, the ones of a page.
    """
    counts = {iri: {"total": 0} | {side.value: 0 for side in Side} for iri in things}
    stands_for = {one: iri for iri in things for one in (iri, *merged_into(snapshot, iri))}
    if not stands_for:
        return counts
    listed = " ".join(str(node(iri)) for iri in stands_for)
    found = rows(
        snapshot,
        f"SELECT ?thing ?polarity (COUNT(?item) AS ?n) WHERE {{ VALUES ?thing {{ {listed} }} "
        f"?item kg:{slot} ?thing ; kg:polarity ?polarity MINUS {{ ?item kg:review kg:Rejected }} }} "
        "GROUP BY ?thing ?polarity",
    )
    for iri, polarity, n in found:
        of_thing = counts[stands_for[iri or ""]]
        of_thing[_side(int(polarity or 0)).value] += int(n or 0)
        of_thing["total"] += int(n or 0)
    return counts


def _side(polarity: int) -> Side:
    if polarity == 0:
        return Side.NEITHER
    return Side.FOR if polarity > 0 else Side.AGAINST
