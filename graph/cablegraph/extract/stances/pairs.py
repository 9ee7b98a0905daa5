"""Who "both countries" and "the two delegations" are: the last two who were named together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor, is_named
from cablegraph.extract.stances.syntax import child, conjuncts, preposition
from cablegraph_ontology.stance_words import StanceWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Pairs:
    """The pairs of countries that one article names, in the order of the text. `of` reads any word."""

    def __init__(self, doc: Doc, words: StanceWords, of: Callable[[Token], Actor | None]) -> None:
        self._doc = doc
        self._words = words
        self._of_word = of
        self._found: list[tuple[int, list[Actor]]] | None = None

    def of(self, token: Token) -> list[Actor]:
        """Return the two who were last named together before a noun, or nobody."""
        if self._found is None:
            self._found = list(self._all())
        place = bisect_left(self._found, token.i, key=lambda pair: pair[0]) - 1
        return [replace(a, token=token) for a in self._found[place][1]] if place >= 0 else []

    def _all(self) -> list[tuple[int, list[Actor]]]:
        pairs = []
        for token in self._doc:
            together = self._together(token)
            actors = [a for a in map(self._of_word, together) if a is not None and is_named(a)]
            countries = [a for a in actors if a.mention.kind == Kind.COUNTRY]
            if len(together) == len(countries) == 2 and countries[0].key != countries[1].key:
                pairs.append((max(t.i for t in together), countries))
        return sorted(pairs, key=lambda pair: pair[0])

    def _together(self, token: Token) -> list[Token]:
        """Return two nouns side by side, or who meets whom."""
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "conj" and child(token, "conj") is not None:
            return [t for t in conjuncts(token) if t.pos_ != "PRON"]
        subject = child(token, "nsubj") if self._words.has("meeting", token.lemma_.lower()) else None
        other = preposition(token, "with") or preposition(token, "to") if subject is not None else None
        both = [t for t in (subject, other) if t is not None and t.pos_ != "PRON"]
        return both if len(both) == 2 else []
