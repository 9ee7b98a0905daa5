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
_HONORIFICS = ("mr", "mr.", "ms", "ms.", "mrs", "mrs.", "dr", "dr.")


def signature_of(annotated: Annotated, parts: Parts, words: StanceWords) -> Attribution | None:
    """Return who signs the text: a byline with an office, "attributable to", "released by"."""
    doc = annotated.doc
    for first, after in parts[:_OPENING]:
        block = annotated.kind_at(doc[first])
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


def _heads(annotated: Annotated, first: int, after: int, one: bool) -> list[Token]:
    """Return the head words of the persons named, or of the countries when no person is."""
    inside = [s for s in annotated.spots if first <= s.first < after]
    people = [s for s in inside if s.mention.kind == Kind.PERSON]
    chosen = people or [s for s in inside if s.mention.form == Form.NAME]
    heads = [annotated.doc[s.first : s.last + 1].root for s in chosen]
    return heads[:1] if one else heads
