"""The values that travel through the pipeline. All are frozen: a step returns, it never edits."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.relations import Claim
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


class BlockKind(StrEnum):
    """What a stretch of an article is."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"
    """The author of a statement with the office: "Ned Price, Department Spokesperson"."""


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


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention and its place in the parse: tokens `first` to `last` of the Doc, `last` included."""

    mention: Mention
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Annotated:
    """An article with its parse and the mentions found in it.

    The Doc's text is the article's blocks with a blank line between them. Blocks are copied letter for letter
    (white space and quote marks may be replaced one by one), so a shift per block leads back to the article.
    """

    article: Article
    doc: Doc
    starts: tuple[int, ...]
    """Where each block starts in the Doc's text."""
    spots: tuple[Spot, ...] = ()
    """In the order of the text, none inside another."""

    def block(self, index: int) -> Block:
        """Return the block in which a character of the Doc's text lies."""
        return self.article.blocks[max(0, bisect_right(self.starts, index) - 1)]

    def offset(self, index: int) -> int:
        """Return the place in the article text of a character of the Doc's text."""
        place = max(0, bisect_right(self.starts, index) - 1)
        return index - self.starts[place] + self.article.blocks[place].start

    def bounds(self, span: Span) -> tuple[int, int]:
        """Return the code-point offsets in the article of a span, without white space at its ends."""
        text = span.text
        start = span.start_char + len(text) - len(text.lstrip())
        end = span.end_char - (len(text) - len(text.rstrip()))
        return self.offset(start), self.offset(max(start, end - 1)) + 1

    def kind_at(self, token: Token) -> BlockKind:
        """Return what kind of block a token stands in."""
        return self.block(token.idx).kind

    def mention(self, span: Span, kind: Kind, **details: object) -> Mention:
        """Return a mention of the words of a span; `details` are further fields of the mention."""
        start, end = self.bounds(span)
        return Mention(start=start, end=end, text=self.article.text[start:end], kind=kind, **details)  # type: ignore[arg-type]  # checked by the dataclass


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


@dataclass(frozen=True, slots=True)
class Note:
    """Something about an input that was read all the same: a date that is none, for example."""

    where: str
    reason: str


Read: TypeAlias = Article | Skipped | Note
