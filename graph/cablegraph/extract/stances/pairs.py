"""Who "both countries" and "all three" are: the last so many who were named together."""

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
    """The groups that one article names together, in the order of the text. `of` reads any word."""

    def __init__(self, doc: Doc, words: StanceWords, of: Callable[[Token], Actor | None]) -> None:
        self._doc = doc
        self._words = words
        self._of_word = of
        self._found: dict[int, list[tuple[int, list[Actor]]]] | None = None

    def of(self, token: Token, size: int = 2) -> list[Actor]:
        """Return the so many who were last named together before a word, or nobody."""
        if self._found is None:
            self._found = self._all()
        groups = self._found.get(size, [])
        place = bisect_left(groups, token.i, key=lambda group: group[0]) - 1
        return [replace(a, token=token) for a in groups[place][1]] if place >= 0 else []

    def _all(self) -> dict[int, list[tuple[int, list[Actor]]]]:
        """Return the groups by their size; two are a pair only when both are countries."""
        found: dict[int, list[tuple[int, list[Actor]]]] = {}
        for token in self._doc:
            together = self._together(token)
            actors = [a for a in map(self._of_word, together) if a is not None and is_named(a)]
            if len(together) == 2:
                actors = [a for a in actors if a.mention.kind == Kind.COUNTRY]
            if len(together) >= 2 and len({a.key for a in actors}) == len(together):
                found.setdefault(len(together), []).append((max(t.i for t in together), actors))
        return {size: sorted(groups, key=lambda group: group[0]) for size, groups in found.items()}

    def _together(self, token: Token) -> list[Token]:
        """Return two nouns side by side, or who meets whom."""
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "conj" and child(token, "conj") is not None:
            return [t for t in conjuncts(token) if t.pos_ != "PRON"]
        subject = child(token, "nsubj") if self._words.has("meeting", token.lemma_.lower()) else None
        if subject is None:
            return []
        other = preposition(token, "with") or preposition(token, "to") or child(token, "dobj")
        both = [t for t in (subject, other) if t is not None and t.pos_ != "PRON"]
        return both if len(both) == 2 else []
