"""Statements and transcripts: texts and paragraphs that say themselves who speaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegraph.extract.attribution import Attribution
from cablegraph.extract.paragraphs import Parts
from cablegraph.model import Annotated, BlockKind
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.stance_words import StanceWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# ------------------------------------------------------------------ statements
# A statement says who makes it at its very beginning.
_OPENING = 4
_OURS = ("we", "our", "us")
_HONORIFICS = ("mr", "mr.", "ms", "ms.", "mrs", "mrs.", "dr", "dr.")


def signature_of(annotated: Annotated, parts: Parts, words: StanceWords) -> Attribution | None:
    """Return who signs the text: a byline with an office, "attributable to", "released by"."""
    doc = annotated.doc
    joint = bool(words.sets["statements"] & set((annotated.article.title or "").lower().split()))
    for first, after in parts[:_OPENING]:
        block = annotated.kind_at(doc[first])
        issuers = _issuers(annotated, first, after) if joint and block == BlockKind.BODY else []
        if issuers:
            return Attribution(issuers[0], issuers[0], True, others=tuple(issuers[1:]))
        start = first
        if block != BlockKind.BYLINE:
            by = _released_by(doc, first, after, words)
            if block != BlockKind.BODY or by is None:
                continue
            start = by
        heads = _heads(annotated, start, after, block == BlockKind.BYLINE)
        if heads:
            return Attribution(heads[0], heads[0], True, others=tuple(heads[1:]))
    return None


def labels_of(annotated: Annotated, parts: Parts) -> tuple[tuple[int, int, Attribution], ...]:
    """Return the paragraphs that begin with a name and a colon: "Dujarric: The talks go on."""
    found = []
    doc = annotated.doc
    people = {spot.first: spot for spot in annotated.spots if spot.mention.kind == Kind.PERSON}
    for first, after in parts:
        start = first + 1 if doc[first].lower_ in _HONORIFICS else first
        spot = people.get(start)
        if spot is not None and spot.last + 2 < after and doc[spot.last + 1].text == ":":
            head = doc[spot.first : spot.last + 1].root
            found.append((spot.last + 2, after, Attribution(head, head, True)))
    return tuple(found)


def _released_by(doc: Doc, first: int, after: int, words: StanceWords) -> int | None:
    """Return where the names start in "the text of the statement was released by ..."."""
    lower = [t.lower_ for t in doc[first : min(after, first + 16)]]
    if not words.sets["statements"] & set(lower):
        return None
    for place, word in enumerate(lower):
        if word in ("by", "to") and place and lower[place - 1] in words.sets["released"]:
            return first + place + 1
    return None


def _issuers(annotated: Annotated, first: int, after: int) -> list[Token]:
    """Return who speaks of "our" in a first sentence: "The Troika (Norway and Britain) extends our wishes".

    Members in brackets stand for the group before them.
    """
    doc = annotated.doc
    sentence = doc[first].sent
    end = min(after, sentence.end)
    own = next((t for t in doc[first:end] if t.lower_ in _OURS and t.text != "US"), None)
    if own is None or any(t.is_quote for t in doc[first : own.i]):
        return []
    before = [s for s in annotated.spots if first <= s.first < min(own.i, sentence.root.i)]
    names = [s for s in before if s.mention.form == Form.NAME and s.mention.kind != Kind.PERSON]
    single = [s for s in names if s.last + 1 >= len(doc) or doc[s.last + 1].text != "("]
    return [doc[s.first : s.last + 1].root for s in single] if len(single) > 1 else []


def _heads(annotated: Annotated, first: int, after: int, one: bool) -> list[Token]:
    """Return the head words of the persons named, or of the countries when no person is."""
    inside = [s for s in annotated.spots if first <= s.first < after]
    people = [s for s in inside if s.mention.kind == Kind.PERSON]
    chosen = people or [s for s in inside if s.mention.form == Form.NAME]
    heads = [annotated.doc[s.first : s.last + 1].root for s in chosen]
    return heads[:1] if one else heads
