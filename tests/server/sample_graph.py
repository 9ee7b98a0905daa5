"""A small graph that was made for these tests: two articles, one of them as hostile as a page can be."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TypedDict

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
from cablegraph_ontology.terms import ID, PREFIXES, Graph, Kind, mint

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
MINISTRY = entity(Kind.ORGANIZATION, "vrn-foreign-ministry", "Foreign Ministry of Verania", "Foreign")
MINISTER = entity(Kind.OFFICE, "vrn-foreign-minister", "Foreign Minister of Verania", "Foreign Minister")
WALL = entity(Kind.POLICY, "border-wall", "border wall", "the border wall")
HOSTILE_PERSON = entity(Kind.PERSON, "hostile", HOSTILE_LABEL, HOSTILE_LABEL)

ENTITIES = f"""
<{VERANIA.iri}> a kg:Country ; rdfs:label "Verania" ; skos:altLabel "Veranian Republic" ; kg:iso3 "VRN" .
<{CALIA.iri}> a kg:Country ; rdfs:label "Calia" ; kg:iso3 "CLA" .
<{RUIZ.iri}> a kg:Person ; rdfs:label "Ana Ruiz" ; skos:altLabel "Ána Ruíz-Ibáñez" .
<{HOSTILE_PERSON.iri}> a kg:Person ; rdfs:label ?hostile .
<{MINISTRY.iri}> a kg:Organization ; rdfs:label "Foreign Ministry of Verania" ; kg:country <{VERANIA.iri}> .
<{MINISTER.iri}> a kg:Office ; rdfs:label "Foreign Minister of Verania" ; kg:agency <{MINISTRY.iri}> .
<{WALL.iri}> a kg:Policy ; rdfs:label "border wall"@en ; skos:altLabel "the wall"@en .
"""

TENURE = mint(Kind.TENURE, "0123456789ab")


def span(article: Article, words: str) -> tuple[int, int]:
    """Return where the words stand in the article; they must be there."""
    start = article.text.index(words)
    return start, start + len(words)


def plain_claims() -> list[Claim[Entity]]:
    """Return a role, a stance, and a stance that others impute, in overlapping sentences."""
    first = "VERA CITY - Foreign Minister Ana Ruiz said on Friday that Verania is against the border wall."
    second = "Verania is against the border wall. Officials in Calia said that Verania wanted the wall in private."
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


def fill(store: Store) -> Sample:
    """Write the sample graph into a store."""
    plain, hostile = text_digest(PLAIN.text), text_digest(HOSTILE.text)
    claims = plain_claims()
    store.replace(article_iri(plain), article_triples(PLAIN, claims, RUN, disputes=[(1, 2)]))
    store.replace(article_iri(hostile), article_triples(HOSTILE, hostile_claims(), RUN))
    role, stance, imputed = (claim_iri(plain, claim) for claim in claims)
    _insert(store, Graph.ENTITIES, ENTITIES.replace("?hostile", _quoted(HOSTILE_LABEL)))
    _insert(store, Graph.RUNS, f"<{RUN}> a kg:Run .")
    _insert(
        store,
        Graph.DERIVED,
        f"<{TENURE}> a kg:Tenure ; kg:person <{RUIZ.iri}> ; kg:office <{MINISTER.iri}> ; "
        f"kg:agency <{MINISTRY.iri}> ; kg:country <{VERANIA.iri}> ; kg:fromClaim <{role}> ; "
        'kg:seenFrom "2019-05-03"^^xsd:date ; kg:seenTo "2019-05-03"^^xsd:date . '
        f"<{VERANIA.iri}> kg:opposes <{WALL.iri}> . <{stance}> kg:conflictsWith <{imputed}> .",
    )
    return Sample(store, article_iri(plain), article_iri(hostile), role, stance, imputed)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _insert(store: Store, graph: str, turtle: str) -> None:
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    store.oxigraph.update(f"{prefixes} INSERT DATA {{ GRAPH <{graph}> {{ {turtle} }} }}")


def path_of(iri: str) -> str:
    """Return where the server shows a thing."""
    assert iri.startswith(ID)
    return "/id/" + iri[len(ID) :]
