"""Two invented articles with claims built by hand, for the tests of everything after extraction."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import pytest

from cablegraph.derived.disputes import disputes
from cablegraph.identity import article_iri, text_digest
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
    Status,
    Voice,
    When,
)
from cablegraph_ontology.terms import Kind, mint

RUN = mint(Kind.RUN, "invented")


def thing(kind: Kind, key: str, label: str, text: str | None = None, **more: Any) -> Entity:
    """Return an entity; its words are its label unless others are given."""
    return Entity(iri=mint(kind, key), kind=kind, label=label, text=label if text is None else text, **more)


CHINA = thing(Kind.COUNTRY, "CHN", "China", "Beijing", iso3="CHN", curated=True)
MINISTRY = thing(
    Kind.ORGANIZATION,
    "chn-ministry-of-foreign-affairs",
    "Ministry of Foreign Affairs of China",
    "Foreign Ministry",
    iso3="CHN",
)
AGENCY = thing(Kind.ORGANIZATION, "unhcr", "UNHCR", "the refugee agency", curated=True)
SPOKESMAN = thing(
    Kind.OFFICE,
    "chn-ministry-of-foreign-affairs-spokesman",
    "spokesman, Ministry of Foreign Affairs of China",
    "spokesman",
    iso3="CHN",
    body=MINISTRY.iri,
)
HEAD = thing(Kind.OFFICE, "unhcr-head", "head, UNHCR", "head", body=AGENCY.iri)
BO = thing(Kind.PERSON, "wei-bo", "Wei Bo")
HOLM = thing(Kind.PERSON, "maria-holm", "Maria Holm", "Ms. Holm")
EASING = thing(Kind.POLICY, "easing-treatment-of-migrants", "easing treatment of migrants", "a softer line")
ASYLUM = thing(Kind.POLICY, "asylum", "asylum", "asylum", curated=True)

FIRST = Article(
    document="first.txt",
    title="Agency sees a softer line",
    date=datetime.date(2003, 6, 20),
    publisher="The Daily Example",
    url="https://news.example/2003/06/20",
    text="Agency sees a softer line\n\nMaria Holm, head of the refugee agency, said she saw signs of a softer line "
    'in Beijing.\nOn Tuesday, Foreign Ministry spokesman Wei Bo denied that Beijing was "giving in" to anybody.\n',
)
SECOND = Article(
    document="second.txt",
    title="No asylum, says ministry",
    date=datetime.date(2003, 6, 27),
    publisher="The Example Times",
    text="No asylum, says ministry\n\nWei Bo, the spokesman, said last week that Beijing would not grant asylum. "
    "The refugee agency demanded asylum for all.\nOfficials said Beijing had softened its line.\n",
)


def place(article: Article, cue: str) -> dict[str, Any]:
    """Return the offsets of the line or sentence around a cue."""
    cue_start = article.text.index(cue)
    start = max(article.text.rfind("\n", 0, cue_start) + 1, article.text.rfind(". ", 0, cue_start) + 2)
    end = min(
        i + 1 for i in (article.text.find(".", cue_start), article.text.find(".\n", cue_start)) if i >= 0
    )
    return {"start": start, "end": end, "cue_start": cue_start, "cue_end": cue_start + len(cue)}


def day(number: int, basis: DateBasis = DateBasis.PUBLICATION) -> When:
    return When(date=datetime.date(2003, 6, number), basis=basis)


FIRST_CLAIMS: tuple[Claim[Entity], ...] = (
    RoleClaim(
        **place(FIRST, "Maria Holm, head of the refugee agency"),
        rule="name_comma_title",
        confidence=0.97,
        when=day(20),
        person=HOLM,
        role="head",
        office=HEAD,
        agency=AGENCY,
    ),
    StanceClaim(
        **place(FIRST, "signs of a softer line"),
        rule="sees_signs_of",
        confidence=0.8,
        when=day(20),
        voice=Voice.INDIRECT,
        hedged=True,
        speaker=HOLM,
        speaker_text="she",
        holder=CHINA,
        policy=EASING,
        polarity=1,
        act=Act.CONCEDE,
        standing=Standing.IMPUTED,
    ),
    RoleClaim(
        **place(FIRST, "Foreign Ministry spokesman Wei Bo"),
        rule="title_before_name",
        confidence=0.98,
        when=day(17, DateBasis.RESOLVED),
        person=BO,
        role="spokesman",
        office=SPOKESMAN,
        agency=MINISTRY,
        country=CHINA,
    ),
    StanceClaim(
        **place(FIRST, 'denied that Beijing was "giving in"'),
        rule="verb_of_denial",
        confidence=0.9,
        when=day(17, DateBasis.RESOLVED),
        voice=Voice.INDIRECT,
        speaker=BO,
        holder=CHINA,
        policy=EASING,
        polarity=-2,
        act=Act.REJECT,
        standing=Standing.OWN,
        modality=Modality.DENIED,
        operators=("denied",),
    ),
)
_WEEK = When(
    date=datetime.date(2003, 6, 20),
    first=datetime.date(2003, 6, 16),
    last=datetime.date(2003, 6, 22),
    basis=DateBasis.RESOLVED,
)
SECOND_CLAIMS: tuple[Claim[Entity], ...] = (
    RoleClaim(
        **place(SECOND, "Wei Bo, the spokesman"),
        rule="name_comma_title",
        confidence=0.97,
        when=_WEEK,
        person=BO,
        role="spokesman",
        office=SPOKESMAN,
        agency=MINISTRY,
        country=CHINA,
        status=Status.CURRENT,
    ),
    StanceClaim(
        **place(SECOND, "would not grant asylum"),
        rule="would_not",
        confidence=0.9,
        when=_WEEK,
        voice=Voice.INDIRECT,
        speaker=BO,
        holder=CHINA,
        policy=ASYLUM,
        polarity=-2,
        act=Act.REJECT,
        standing=Standing.OWN,
        operators=("not",),
    ),
    StanceClaim(
        **place(SECOND, "demanded asylum"),
        rule="verb_object",
        confidence=0.9,
        when=day(27),
        holder=AGENCY,
        policy=ASYLUM,
        polarity=2,
        target=CHINA,
        act=Act.REQUEST,
    ),
    StanceClaim(
        **place(SECOND, "softened its line"),
        rule="verb_object",
        confidence=0.7,
        when=day(27),
        voice=Voice.INDIRECT,
        speaker_text="Officials",
        holder=CHINA,
        policy=EASING,
        polarity=1,
        standing=Standing.IMPUTED,
    ),
)


@dataclass(frozen=True, slots=True)
class Invented:
    """An article and what it claims."""

    article: Article
    claims: tuple[Claim[Entity], ...]

    @property
    def iri(self) -> str:
        return article_iri(text_digest(self.article.text))

    def triples(self) -> str:
        return article_triples(self.article, self.claims, RUN, disputes(self.claims))


@pytest.fixture
def invented() -> tuple[Invented, Invented]:
    """Two articles: in the first a denial answers the claim beside it, in the second officials repeat the claim."""
    return Invented(FIRST, FIRST_CLAIMS), Invented(SECOND, SECOND_CLAIMS)


@pytest.fixture
def store(invented: tuple[Invented, ...]) -> Store:
    """A graph in memory with the two articles, and nothing computed yet."""
    store = Store.memory()
    for each in invented:
        store.replace(each.iri, each.triples())
    return store
