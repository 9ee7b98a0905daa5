"""A small graph that was made for these tests: three articles, one of them as hostile as a page can be."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TypedDict

from pyoxigraph import NamedNode

from cablegraph.derived.derive import derived_triples
from cablegraph.derived.entities import Facts, entity_triples
from cablegraph.identity import article_iri, claim_iri, text_digest
from cablegraph.model import Article, Entity
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
from cablegraph_ontology.terms import ID, KG, RDF, Graph, Kind, mint

RUN = mint(Kind.RUN, "hand")

PLAIN = Article(
    document="plain",
    title="Verania rejects the border wall",
    date=datetime.date(2019, 5, 3),
    publisher="The Daily Sample",
    url="https://news.example/verania?a=1&b=2",
    text=(
        "Verania rejects the border wall\n\n"
        "VERA CITY - Foreign Minister Ana Ruiz said on Friday that Verania is against the border wall. "
        "Officials in Calia said that Verania wanted the wall in private.\n\n"
        "Ten beaches you must see"
    ),
)

LATER = Article(
    document="later",
    title="Calia backs the wall",
    date=datetime.date(2019, 8, 9),
    publisher="The Daily Sample",
    text=(
        "Calia backs the wall\n\n"
        "Foreign Minister Bo Lind was received in Calia. Cy Moon said Calia supports the border wall. "
        'Cy Moon accused Verania of shutting out free trade. "Verania wants the border wall," Cy Moon said.'
    ),
)

HOSTILE_LABEL = '"><img src=x onerror=alert(1)> & co'

HOSTILE = Article(
    document="hostile",
    title="<script>alert('title')</script> & \"more\"",
    date=datetime.date(2020, 1, 2),
    publisher="<b>Bold</b> Press",
    url="javascript:alert(document.domain)",
    text=(
        "<script>alert(1)</script>\n\n"
        "אמר השר </mark><h1> כי ורניה תומכת בחומה. "
        "A bell \x07 and a turn \u202e round & about, said nobody \U0001f600 in the end."
    ),
)


def entity(kind: Kind, key: str, label: str, text: str) -> Entity:
    return Entity(iri=mint(kind, key), kind=kind, label=label, text=text)


VERANIA = entity(Kind.COUNTRY, "VRN", "Verania", "Verania")
CALIA = entity(Kind.COUNTRY, "CLA", "Calia", "Calia")
RUIZ = entity(Kind.PERSON, "ana-ruiz", "Ana Ruiz", "Foreign Minister Ana Ruiz")
MINISTRY = replace(
    entity(Kind.ORGANIZATION, "vrn-foreign-ministry", "Foreign Ministry of Verania", "Foreign"), iso3="VRN"
)
MINISTER = replace(
    entity(Kind.OFFICE, "vrn-foreign-minister", "Foreign Minister of Verania", "Foreign Minister"),
    iso3="VRN",
    body=MINISTRY.iri,
)
WALL = entity(Kind.POLICY, "border-wall", "border wall", "the border wall")
HOSTILE_PERSON = entity(Kind.PERSON, "hostile", HOSTILE_LABEL, HOSTILE_LABEL)

LIND = entity(Kind.PERSON, "bo-lind", "Bo Lind", "Foreign Minister Bo Lind")
MOON = entity(Kind.PERSON, "cy-moon", "Cy Moon", "Cy Moon")
TRADE = entity(Kind.POLICY, "free-trade", "free trade", "free trade")

KNOWN = {
    VERANIA.iri: Facts(label="Verania", aliases=("Veranian Republic",)),
    RUIZ.iri: Facts(label="Ana Ruiz", aliases=("Ána Ruíz-Ibáñez",)),
    WALL.iri: Facts(label="border wall", aliases=("the wall",)),
}


def span(article: Article, words: str) -> tuple[int, int]:
    """Return where the words stand in the article; they must be there."""
    start = article.text.index(words)
    return start, start + len(words)


def plain_claims() -> list[Claim[Entity]]:
    """Return a role, a stance, and a stance that others impute, in overlapping sentences."""
    first = "VERA CITY - Foreign Minister Ana Ruiz said on Friday that Verania is against the border wall."
    second = (
        "Verania is against the border wall. Officials in Calia said that Verania wanted the wall in private."
    )
    when = When(date=PLAIN.date or datetime.date.min, basis=DateBasis.RESOLVED)
    return [
        RoleClaim(
            **_place(PLAIN, first, "Foreign Minister Ana Ruiz"),
            rule="title_before_name",
            confidence=0.9,
            when=when,
            person=RUIZ,
            role="Foreign Minister",
            office=MINISTER,
            agency=MINISTRY,
            country=VERANIA,
        ),
        StanceClaim(
            **_place(PLAIN, first, "against"),
            rule="is_against",
            confidence=0.8,
            voice=Voice.INDIRECT,
            speaker=RUIZ,
            speaker_text="Ana Ruiz",
            when=when,
            holder=VERANIA,
            policy=WALL,
            polarity=-2,
            act=Act.REJECT,
            standing=Standing.OWN,
            modality=Modality.DENIED,
        ),
        StanceClaim(
            **_place(PLAIN, second, "wanted the wall"),
            rule="wants",
            confidence=0.7,
            voice=Voice.INDIRECT,
            speaker_text="Officials in Calia",
            hedged=True,
            when=when,
            holder=VERANIA,
            policy=WALL,
            polarity=1,
            target=CALIA,
            standing=Standing.IMPUTED,
        ),
    ]


def later_claims() -> list[Claim[Entity]]:
    """Return a successor in office, and what Calia says of itself and of Verania."""
    when = When(date=LATER.date or datetime.date.min)
    said = Said(rule="hand", confidence=1.0, voice=Voice.DIRECT, speaker=MOON, when=when)
    wall = _place(LATER, "Cy Moon said Calia supports the border wall.", "supports")
    trade = _place(LATER, "Cy Moon accused Verania of shutting out free trade.", "accused")
    wants = _place(LATER, '"Verania wants the border wall," Cy Moon said.', "wants")
    return [
        RoleClaim(
            **_place(LATER, "Foreign Minister Bo Lind was received in Calia.", "Foreign Minister Bo Lind"),
            rule="title_before_name",
            confidence=0.9,
            when=when,
            person=LIND,
            role="Foreign Minister",
            office=MINISTER,
            agency=MINISTRY,
            country=VERANIA,
        ),
        StanceClaim(**wall, **said, holder=CALIA, policy=WALL, polarity=2, standing=Standing.OWN),
        StanceClaim(
            **trade, **said, holder=CALIA, policy=TRADE, polarity=-1, target=VERANIA, standing=Standing.OWN
        ),
        StanceClaim(
            **_place(LATER, "Cy Moon accused Verania of shutting out free trade.", "free trade"),
            rule="hand",
            confidence=1.0,
            when=when,
            holder=VERANIA,
            policy=TRADE,
            polarity=1,
        ),
        StanceClaim(**wants, **said, holder=VERANIA, policy=WALL, polarity=1, standing=Standing.IMPUTED),
    ]


def hostile_claims() -> list[Claim[Entity]]:
    """Return a stance whose sentence runs from right to left and holds markup."""
    return [
        StanceClaim(
            **_place(HOSTILE, "אמר השר </mark><h1> כי ורניה תומכת בחומה.", "תומכת"),
            rule="<i>rule</i>",
            confidence=0.5,
            voice=Voice.DIRECT,
            speaker=HOSTILE_PERSON,
            speaker_text=HOSTILE_LABEL,
            holder=VERANIA,
            policy=WALL,
            polarity=2,
        )
    ]


class Said(TypedDict):
    rule: str
    confidence: float
    voice: Voice
    speaker: Entity
    when: When


class Place(TypedDict):
    start: int
    end: int
    cue_start: int
    cue_end: int


def _place(article: Article, sentence: str, cue: str) -> Place:
    start, end = span(article, sentence)
    cue_start = article.text.index(cue, start)
    return Place(start=start, end=end, cue_start=cue_start, cue_end=cue_start + len(cue))


@dataclass(frozen=True)
class Sample:
    """The graph, and the IRIs that tests look for."""

    store: Store
    plain: str
    hostile: str
    role: str
    stance: str
    imputed: str
    tenure: str


def fill(store: Store) -> Sample:
    """Write the sample graph into a store, and derive what is derived."""
    plain, hostile, later = (text_digest(article.text) for article in (PLAIN, HOSTILE, LATER))
    claims = plain_claims()
    store.replace(article_iri(plain), article_triples(PLAIN, claims, RUN, disputes=[(1, 2)]))
    store.replace(article_iri(hostile), article_triples(HOSTILE, hostile_claims(), RUN))
    store.replace(article_iri(later), article_triples(LATER, later_claims(), RUN))
    store.replace(Graph.RUNS, f"<{RUN}> <{RDF}type> <{KG}Run> .\n")
    store.replace(Graph.ENTITIES, entity_triples(store, KNOWN))
    store.replace(Graph.DERIVED, derived_triples(store))
    role, stance, imputed = (claim_iri(plain, claim) for claim in claims)
    [tenure] = [
        quad.subject.value
        for quad in store.oxigraph.quads_for_pattern(None, NamedNode(KG + "fromClaim"), NamedNode(role))
        if isinstance(quad.subject, NamedNode)
    ]
    return Sample(store, article_iri(plain), article_iri(hostile), role, stance, imputed, tenure)


def path_of(iri: str) -> str:
    """Return where the server shows a thing."""
    assert iri.startswith(ID)
    return "/id/" + iri[len(ID) :]
