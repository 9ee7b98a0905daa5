"""Which body a common noun is short for: "the Council", "the 15-nation bloc", "the rights group"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor
from cablegraph.extract.stances.names import Names
from cablegraph.extract.stances.syntax import child
from cablegraph.model import Mention
from cablegraph_ontology.stance_words import StanceWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEFT = ("compound", "amod", "nmod", "poss", "nn")


class ShortNames:
    """Finds the bodies of one article that its common nouns are short for."""

    def __init__(self, names: Names, words: StanceWords) -> None:
        self._names = names
        self._words = words

    def of(self, token: Token) -> Actor | None:
        """Return the last body before a noun with "the" whose name ends so, or that is of its kind."""
        if not any(c.lower_ == "the" for c in token.children) or child(token, "prep", "poss") is not None:
            return None
        if token.tag_ not in ("NN", "NNP") or self._words.has("bodies", token.lemma_.lower()):
            return None
        alone = child(token, *_LEFT) is None
        for spot, head in self._names.before(token):
            mention = spot.mention
            if mention.kind == Kind.PERSON:
                mention = self._names.of_person(spot, head).mention  # an official of the bloc
            if mention.kind != Kind.ORGANIZATION:
                continue
            if (alone and self._ends_so(mention, token)) or self._is_of_kind(mention, token):
                return Actor(self._names.state_of(mention), token)
        return None

    def _ends_so(self, mention: Mention, token: Token) -> bool:
        words = (mention.name or mention.text).lower().split()
        return len(words) > 1 and words[-1] == token.lower_

    def _is_of_kind(self, mention: Mention, token: Token) -> bool:
        body = self._names.lexicon.bodies.get(mention.key or "")
        kinds = self._words.bodies.get(token.lemma_.lower(), frozenset())
        if body is None or not kinds & {body.kind, body.key}:
            return False
        others = (c.lower_ for c in token.children if c.dep_ in (*_LEFT, "nummod"))
        return not any(self._words.has("setting_apart", word) for word in others)
