"""Who a noun stands for: "Chinese officials", "the government", "the minister", "aid groups"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import HE, IT, THEY, Actor, is_first
from cablegraph.extract.stances.names import Names
from cablegraph.extract.stances.syntax import ancestors, child, is_verbal, preposition
from cablegraph.model import Mention
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.stance_words import StanceWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEFT = ("compound", "amod", "nmod", "poss", "nn")
_PARTS = ("of", "from", "in", "for")


class Nouns:
    """Finds whom the nouns of one article stand for. `of` reads any word, for "its government"."""

    def __init__(self, names: Names, words: StanceWords, of: Callable[[Token], Actor | None]) -> None:
        self._names = names
        self._words = words
        self._of = of
        self._heads_of = {h.lower(): body.key for body in names.lexicon.bodies.values() for h in body.heads}

    def of(self, token: Token) -> Actor | None:
        """Return the actor that a noun stands for."""
        if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            return None
        member = self._names.cast.member(token)
        if member is not None:
            stands_for = self._names.cast.represents(member)
            if stands_for is not None:
                return Actor(
                    self._names.state_of(stands_for), token, replace(member.mention, name=member.name)
                )
            return Actor(replace(member.mention, name=member.name), token)
        person = self._apposed(token)
        if person is not None:
            return person
        lemma = token.lemma_.lower()
        owner = self._owner(token)
        if owner is not None and self._words.has("organs", lemma):
            if self._words.has("polities", lemma) and owner.of is not None and owner.of.kind == Kind.COUNTRY:
                owner = owner.of  # "his country", said of a delegation's head
            return Actor(self._widened(owner, token), token)
        head_of = self._heads_of.get(self._phrase(token).lower())
        if head_of is not None:
            mention = self._names.annotated.mention(
                self._names.annotated.doc[token.left_edge.i : token.i + 1], Kind.ORGANIZATION
            )
            return Actor(self._names.state_of(replace(mention, key=head_of)), token)
        if self._words.has("groups", lemma):
            return self._group(token, owner if preposition(token, "in") is None else None)
        if token.ent_type_ in ("ORG", "NORP", "GPE") and token.pos_ == "PROPN":
            return self._names.of_entity(token)
        return None

    def _phrase(self, token: Token) -> str:
        """Return a noun with the words that are compounded with it: "Secretary-General"."""
        parts = [c for c in token.children if c.dep_ in ("compound", "amod", "punct") and c.i < token.i]
        first = min([c.left_edge.i for c in parts] + [token.i])
        return str(self._names.annotated.doc[first : token.i + 1].text)

    def _apposed(self, token: Token) -> Actor | None:
        """Return the person whose title a noun is: "his foreign minister, Jorge Arreaza, said"."""
        for c in token.children:
            spot = self._names.spot_at(c.i)
            beside = c.dep_ == "appos" or (
                c.dep_ in ("nmod", "compound") and c.i < token.i and _comma_between(c, token)
            )
            if beside and spot is not None and spot.mention.kind == Kind.PERSON:
                return replace(self._names.of_person(spot, c), token=token)
        return None

    def _owner(self, token: Token) -> Mention | None:
        """Return the country or body of a noun: "Chinese officials", "the government of Peru"."""
        for c in token.children:
            if c.dep_ in _LEFT:
                for part in (c, *c.children):
                    spot = self._names.spot_at(part.i)
                    if spot is not None and spot.mention.kind in (Kind.COUNTRY, Kind.ORGANIZATION):
                        return self._names.state_of(spot.mention)
                    if spot is not None and c.dep_ in ("compound", "poss"):
                        leader = self._names.of_person(spot, part).mention  # "the Obama administration"
                        return leader if leader.kind == Kind.COUNTRY else None
                if c.dep_ == "poss" and c.pos_ == "NOUN":
                    actor = self.of(c)
                    if actor is not None and actor.mention.form != Form.DESCRIPTOR:
                        return actor.mention
            if c.dep_ == "poss" and (c.lower_ in (IT | HE | THEY) or is_first(c)):
                actor = self._of(c)
                if actor is not None:
                    return actor.mention
        for c in token.children:
            if c.dep_ == "prep" and c.lower_ in _PARTS:
                inner = child(c, "pobj")
                spot = self._names.spot_at(inner.i) if inner is not None else None
                if spot is not None and spot.mention.kind != Kind.PERSON:
                    return self._names.state_of(spot.mention)
        return None

    def _widened(self, owner: Mention, token: Token) -> Mention:
        """Return an owner with the words of the whole phrase: "Chinese officials" for China."""
        left = [c.left_edge for c in token.children if c.dep_ in _LEFT]
        first = min([t.i for t in left] + [token.i])
        words = self._names.annotated.mention(self._names.annotated.doc[first : token.i + 1], owner.kind)
        return replace(owner, start=words.start, end=words.end, text=words.text)

    def _group(self, token: Token, owner: Mention | None) -> Actor | None:
        lemma = token.lemma_.lower()
        if owner is None:
            titled = self._titled(token)
            if titled is not None:
                return titled
        if owner is None:
            short = self._short(token)
            if short is not None:
                return short
        plural = token.tag_ == "NNS" and lemma != "authority"  # "the governments" are not one of them
        if owner is None and not plural and (self._words.has("bodies", lemma) or self._of_ministry(token)):
            owner = self._context(token)
            if owner is not None:
                return Actor(self._widened(owner, token), token)
        if owner is not None and owner.kind == Kind.ORGANIZATION and owner.key is not None:
            return Actor(self._widened(owner, token), token)
        left = [c.left_edge.i for c in token.children if c.dep_ in (*_LEFT, "nummod")]
        span = self._names.annotated.doc[min([*left, token.i]) : token.i + 1]
        of = owner if owner is not None and owner.kind == Kind.COUNTRY else None
        return Actor(
            self._names.annotated.mention(span, Kind.ORGANIZATION, form=Form.DESCRIPTOR, of=of), token
        )

    def _of_ministry(self, token: Token) -> bool:
        """Say whether a noun is an official of an organ of state: "a ministry spokeswoman"."""
        left = (c for c in token.children if c.dep_ in ("compound", "nmod"))
        return any(self._words.has("bodies", c.lemma_.lower()) for c in left)

    def _short(self, token: Token) -> Actor | None:
        """Return the body that "the Council" or "the party" is short for: the last whose name ends so."""
        if not any(c.lower_ == "the" for c in token.children) or child(token, "prep", *_LEFT) is not None:
            return None
        if self._words.has("bodies", token.lemma_.lower()):
            return None
        for spot, _ in self._names.before(token):
            mention = spot.mention
            words = (mention.name or mention.text).lower().split()
            if mention.kind == Kind.ORGANIZATION and len(words) > 1 and words[-1] == token.lower_:
                return Actor(self._names.state_of(mention), token)
        return None

    def _titled(self, token: Token) -> Actor | None:
        """Return the person that "the Secretary" or "the minister" means: the last with that title."""
        if not any(c.lower_ in ("the", "this") for c in token.children) or child(token, "prep") is not None:
            return None
        for spot, _ in self._names.before(token):
            member = self._names.cast.member(spot) if spot.mention.kind == Kind.PERSON else None
            if member is not None and any(token.lower_ in role.role.lower().split() for role in member.roles):
                return replace(self._names.of_person(spot, token), token=token)
        return None

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

    def _context(self, token: Token) -> Mention | None:
        """Return the country that "the government" is of: the last one that acted before."""
        if not self._of_ministry(token) and (
            child(token, "prep", *_LEFT) is not None
            or not any(c.lower_ in ("the", "its", "their") for c in token.children)
        ):
            return None
        home = self._home(token)
        if home is not None:
            return home
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


def _comma_between(left: Token, right: Token) -> bool:
    return any(t.text == "," for t in left.doc[left.i + 1 : right.i])
