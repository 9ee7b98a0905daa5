"""The values that travel through the pipeline. All are frozen: a step returns, it never edits."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from cablegraph_ontology.relations import Claim
from cablegraph_ontology.terms import Kind


class BlockKind(StrEnum):
    """What a stretch of an article is."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the article text that is worth reading. What lies in no block is page furniture.

    `start` and `end` are code points in `Article.text`; blocks are in order and do not overlap.
    """

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article. `text` is never changed after it was read: all offsets point into it."""

    document: str
    """The id given in the input, or the path as given."""
    text: str
    title: str | None = None
    date: datetime.date | None = None
    url: str | None = None
    publisher: str | None = None
    blocks: tuple[Block, ...] = ()


class Form(StrEnum):
    """How a mention names its thing."""

    NAME = "name"
    ADJECTIVE = "adjective"
    """A demonym before a noun: "Chinese officials"."""
    PEOPLE = "people"
    """Nationals: "the Chinese", "North Koreans"."""
    CAPITAL = "capital"
    SEAT = "seat"
    """A building or place that stands for a government: "the Kremlin"."""
    PATTERN = "pattern"
    """Composed in the text, not in the lexicon: "Ministry of Civil Affairs"."""
    DESCRIPTOR = "descriptor"
    """A noun phrase without a name: "the head of the agency"."""
    PRONOUN = "pronoun"
    CONTEXT = "context"
    """Not in the sentence at all: supplied by the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words in a text that stand for a thing. Offsets are code points in `Article.text`."""

    start: int
    end: int
    text: str
    kind: Kind
    form: Form = Form.NAME
    key: str | None = None
    """Id of the lexicon entry when the words are known: "CHN", "unhcr"."""
    name: str | None = None
    """Normalised wording when it differs from the text: a policy named positively, a full name."""
    of: Mention | None = None
    """What the thing belongs to: the country of a ministry, the body of an office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing with an IRI, and the words that named it here."""

    iri: str
    kind: Kind
    label: str
    text: str
    iso3: str | None = None
    """ISO 3166 alpha-3 of a country, or of the country that an organisation or office belongs to."""
    curated: bool = False
    """True when the lexicon knows it."""
    body: str | None = None
    """IRI of the organisation that an office belongs to."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A claim of which a slot could not be tied to a thing: counted and shown, never dropped in silence."""

    claim: Claim[Mention]
    slot: str
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be read. `where` is a path, or a path and a line number."""

    where: str
    reason: str


Read: TypeAlias = Article | Skipped
