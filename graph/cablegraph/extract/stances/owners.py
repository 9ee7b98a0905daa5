"""Whose a noun is: the country of "Chinese officials", "its Foreign Ministry", "the government"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import HE, IT, THEY, Actor, is_first
from cablegraph.extract.stances.names import Names
from cablegraph.extract.stances.syntax import ancestors, child, is_verbal, preposition
from cablegraph.model import Mention, Spot
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.stance_words import StanceWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEFT = ("compound", "amod", "nmod", "poss", "nn")
_PARTS = ("of", "from", "in", "for")


class Owners:
    """Finds to which country or body the nouns of one article belong. `of_word` reads any word."""

    def __init__(self, names: Names, words: StanceWords, of_word: Callable[[Token], Actor | None]) -> None:
        self._names = names
        self._words = words
        self._of = of_word

    def of(self, token: Token) -> Mention | None:
        """Return the country or body of a noun: "Chinese officials", "the government of Peru"."""
        own = self._names.spot_at(token.i)
        for c in token.children:
            if c.dep_ in _LEFT and not c.lower_.endswith("based"):  # "the London-based group"
                for part in (c, *c.children):
                    spot = self._names.spot_at(part.i)
                    if spot is not None and spot is own:
                        continue
                    if spot is not None and spot.mention.kind in (Kind.COUNTRY, Kind.ORGANIZATION):
                        return self._named(spot, part)
                    if spot is not None and c.dep_ in ("compound", "poss"):
                        leader = self._names.of_person(spot, part).mention  # "the Obama administration"
                        return leader if leader.kind == Kind.COUNTRY else None
            if c.dep_ == "poss":
                possessor = self._possessor(c)
                if possessor is not None:
                    return possessor
        for c in token.children:
            if c.dep_ == "prep" and c.lower_ in _PARTS:
                inner = child(c, "pobj")
                spot = self._names.spot_at(inner.i) if inner is not None else None
                if inner is not None and spot is not None and spot.mention.kind != Kind.PERSON:
                    return self._named(spot, inner)
                if inner is not None and spot is not None:
                    return self._of_official(spot, inner)  # "the government of Tony Blair"
        return self._of_capital(token) or self._of_master(token)

    def _of_official(self, spot: Spot, token: Token) -> Mention | None:
        leader = self._names.of_person(spot, token).mention
        return leader if leader.kind == Kind.COUNTRY else None

    def _of_master(self, token: Token) -> Mention | None:
        """Return the country of an aide: that of the person named with him, or of the last one told of."""
        if not self._words.has("attendants", token.lemma_.lower()) or child(token, *_LEFT) is not None:
            return None
        named = preposition(token, "to")
        near = self._names.spot_at(named.i) if named is not None else None
        if near is not None and named is not None:
            return self._of_official(near, named)
        if child(token, "prep") is not None:
            return None
        for spot, head in self._names.before(token):
            if spot.mention.kind == Kind.PERSON:
                return self._of_official(spot, head)
        return None

    def ministry(self, spot: Spot, token: Token) -> Mention | None:
        """Return the country of a ministry that is named without it: "its Foreign Ministry"."""
        mention = spot.mention
        if mention.key not in self._names.lexicon.portfolios or mention.of is not None:
            return None
        owner = self.of(token)
        return owner if owner is not None and owner.kind == Kind.COUNTRY else self.last_actor(token)

    def _named(self, spot: Spot, token: Token) -> Mention:
        return self.ministry(spot, token) or self._names.state_of(spot.mention)

    def _possessor(self, word: Token) -> Mention | None:
        """Return the owner that a possessive names: "its", "whose", "the court's", "the country's"."""
        if word.pos_ == "NOUN":
            actor = self._of(word)
            if actor is not None and actor.mention.form != Form.DESCRIPTOR:
                return actor.mention
            return self.context(word) if self._words.has("polities", word.lemma_.lower()) else None
        if word.tag_ == "WP$":  # "Williams, whose organization opposes"
            clause = next((a for a in ancestors(word) if a.dep_ == "relcl"), None)
            actor = self._of(clause.head) if clause is not None and clause.head.i < word.i else None
        elif word.lower_ in (IT | HE | THEY) or is_first(word):
            actor = self._of(word)
        else:
            return None
        return actor.mention if actor is not None else None

    def _of_capital(self, token: Token) -> Mention | None:
        """Return the country for which somebody without a name speaks in its capital: "said in Berlin"."""
        if token.dep_ != "nsubj" or not self._words.has("mouths", token.lemma_.lower()):
            return None
        own = self._names.spot_at(token.i)
        left = [c for c in token.children if c.dep_ in _LEFT and (own is None or c.i < own.first)]
        within = (c for c in token.head.children if c.dep_ == "prep" and c.lower_ == "in")
        place = next((p for c in within if (p := child(c, "pobj")) is not None), None)
        spot = self._names.spot_at(place.i) if place is not None else None
        if spot is None or spot.mention.form != Form.CAPITAL:
            return None
        return spot.mention if all(self._words.has("bodies", c.lemma_.lower()) for c in left) else None

    def is_of_ministry(self, token: Token) -> bool:
        """Say whether a noun is an official of an organ of state: "a ministry spokeswoman"."""
        left = (c for c in token.children if c.dep_ in ("compound", "nmod"))
        return any(self._words.has("bodies", c.lemma_.lower()) for c in left)

    def _home(self, token: Token) -> Mention | None:
        """Return the country of a politician who speaks of "the government" and is not it."""
        verb = next((a for a in ancestors(token) if is_verbal(a)), None)
        subject = child(verb, "nsubj") if verb is not None else None
        if subject is None or subject.i >= token.i:
            return None
        member = self._names.cast.member(self._names.spot_at(subject.i) or subject)
        stands_for = self._names.cast.represents(member) if member is not None else None
        if member is None or (stands_for is not None and stands_for.kind == Kind.COUNTRY):
            return None
        return next((role.country for role in member.roles if role.country is not None), None)

    def context(self, token: Token) -> Mention | None:
        """Return the country that "the government" is of: the last one that acted before."""
        if not self.is_of_ministry(token) and (
            child(token, "prep", *_LEFT) is not None
            or not any(c.lower_ in ("the", "its", "their") for c in token.children)
        ):
            return None
        return self._home(token) or self.last_actor(token)

    def last_actor(self, token: Token) -> Mention | None:
        """Return the country that acted last before a word."""
        for spot, head in self._names.before(token):
            mention = self._names.state_of(spot.mention)
            if mention.kind == Kind.PERSON:
                mention = self._names.of_person(spot, head).mention
            acting = head.dep_ in ("nsubj", "nsubjpass", "poss", "agent") or (
                head.dep_ in ("amod", "compound", "nmod")
                and self._words.has("organs", head.head.lemma_.lower())
            )
            if mention.kind == Kind.COUNTRY and acting:
                return mention
        return None
