"""The names of noun phrases: "the forced return of refugees last week" is "forced return of refugees"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegraph.extract.stances.antecedents import ban_of
from cablegraph.extract.stances.syntax import infinitive_of, object_of
from cablegraph.extract.stances.wording import cased, stays
from cablegraph_ontology.stance_words import StanceWords

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 16


class NounNames:
    """Names noun phrases by the words that tell what they are."""

    def __init__(self, words: StanceWords) -> None:
        self._words = words

    def bounds(self, token: Token) -> tuple[int, int]:
        """Return the first token of the phrase under a noun, and the one after its last."""
        kept = self._kept(token)
        return min(t.i for t in kept), max(t.i for t in kept) + 1

    def name_of(self, token: Token, without: frozenset[str] = frozenset()) -> str:
        """Return the words of a noun phrase, leaving out some adjectives."""
        forbidden = ban_of(token, self._words)
        if forbidden is not None:
            return f"ban on {self.name_of(forbidden)}"
        kept = [t for t in self._kept(token) if t.dep_ != "amod" or t.lower_ not in without]
        words = []
        for place, t in enumerate(kept):
            glued = place + 1 < len(kept) and kept[place + 1].i == t.i + 1 and not t.whitespace_
            words.append(cased(t) + ("" if glued else " "))
        name = "".join(words).strip(" ,;:-'\"")
        inner = (
            infinitive_of(token)
            if token.pos_ == "NOUN" and self._words.has("failures", token.lemma_.lower())
            else None
        )
        return f"{name} to {self._plain_clause(inner)}" if inner is not None else name

    def _plain_clause(self, verb: Token) -> str:
        done_to = object_of(verb)
        return f"{verb.lemma_} {self.name_of(done_to)}" if done_to is not None else str(verb.lemma_)

    def _kept(self, token: Token) -> list[Token]:
        """Return the words of a noun phrase that its name keeps, in order."""
        kept: list[Token] = []
        todo = [token]
        while todo and len(kept) < LONGEST:
            t = todo.pop(0)
            kept.append(t)
            todo.extend(c for c in t.children if stays(c, t))
        return sorted(kept, key=lambda t: t.i)
