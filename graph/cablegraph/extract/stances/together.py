"""Who acts together: "Peru, together with Chile", "signed by Peru and Chile", "all three"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from cablegraph.extract.stances.syntax import agent_of, child, conjuncts, preposition
from cablegraph_ontology.stance_words import StanceWords

if TYPE_CHECKING:
    from spacy.tokens import Token

_WITH = ("together", "along")


def companions(token: Token, words: StanceWords) -> list[Token]:
    """Return who is with a subject in what it does: "Peru, together with Chile", "states including Peru"."""
    found: list[Token] = []
    above = token.head.children if token.dep_ == "nsubj" else ()
    for c in (*token.children, *(c for c in above if words.has("alike", c.lower_))):
        if c.dep_ != "prep":
            continue
        beside = words.has("companions", c.lower_) or words.has("alike", c.lower_)
        if beside or any(g.lower_ in _WITH for g in c.children):
            noun = child(c, "pobj")
            found += conjuncts(noun) if noun is not None else []
    return found


def authors_of(paper: Token) -> list[Token]:
    """Return who signs a paper: "a letter signed by Peru and Chile", "a statement from the presidency"."""
    for c in paper.children:
        signed = agent_of(c) if c.dep_ == "acl" and c.tag_ == "VBN" else None
        if signed is not None:
            return conjuncts(signed)
    author = preposition(paper, "by") or preposition(paper, "from") or child(paper, "poss")
    return conjuncts(author) if author is not None and author.i != paper.i else []


def number_of(token: Token, sizes: Callable[[str], int | None]) -> int | None:
    """Return how many are meant by a number alone, or by a noun with one: "all three", "the four states"."""
    known = sizes(token.lower_)
    words: Iterable[Token] = token.children
    if known is None:
        return next((n for c in words if (n := sizes(c.lower_)) is not None), None)
    definite = any(c.lower_ in ("the", "all", "these", "those") for c in words)
    return known if definite or token.lower_ == "both" else None
