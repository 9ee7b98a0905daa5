"""Who a noun stands for: "Chinese officials", "the government", "the minister", "aid groups"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor
from cablegraph.extract.stances.names import Names
from cablegraph.extract.stances.owners import Owners
from cablegraph.extract.stances.short_names import ShortNames
from cablegraph.extract.stances.syntax import child, preposition
from cablegraph.model import Mention, Spot
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.stance_words import StanceWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEFT = ("compound", "amod", "nmod", "poss", "nn")
# Holders of these offices state the position of their country.
_RULERS = ("head_of_state", "head_of_government", "minister")
# So many words back, "the official" is one who was spoken of.
_NEAR = 120


class Nouns:
    """Finds whom the nouns of one article stand for. `of` reads any word, for "its government"."""

    def __init__(self, names: Names, words: StanceWords, of: Callable[[Token], Actor | None]) -> None:
        self._names = names
        self._words = words
        self._of = of
        self._owners = Owners(names, words, of)
        self._short = ShortNames(names, words)
        self._heads_of = {h.lower(): body.key for body in names.lexicon.bodies.values() for h in body.heads}
        self._rulers = {
            w.lower() for t in names.lexicon.titles.values() if t.role_class in _RULERS for w in t.words
        }

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
        lemma = token.lemma_.lower()
        person = self._apposed(token)
        if person is not None:
            return self._official(person, token) if self._words.has("organs", lemma) else person
        owner = self._owners.of(token) or self._spoken_of(token)
        if owner is not None and self._words.has("organs", lemma):
            if self._words.has("polities", lemma) and owner.of is not None and owner.of.kind == Kind.COUNTRY:
                owner = owner.of  # "his country", said of a delegation's head
            return Actor(self._widened(owner, token), token)
        view = self._words.has("views", lemma) and token.dep_ == "nsubj" and token.head.lemma_ == "be"
        if owner is not None and (view or lemma in self._words.sources):
            return Actor(self._widened(owner, token), token)  # "an Iranian statement", "the German view"
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

    def ministry(self, spot: Spot, token: Token) -> Actor | None:
        """Return the country of a ministry that is named without it: "its Foreign Ministry"."""
        owner = self._owners.ministry(spot, token)
        return Actor(self._widened(owner, token), token) if owner is not None else None

    def _official(self, person: Actor, token: Token) -> Actor:
        """Return the country of a person whose title the article ties to it in other words: "counterpart"."""
        owner = self._owners.of(token) if person.mention.kind == Kind.PERSON else None
        if owner is None or owner.kind != Kind.COUNTRY:
            return person
        return Actor(self._widened(owner, token), token, person.mention)

    def _spoken_of(self, token: Token) -> Mention | None:
        """Return for whom "the official" speaks: the one without a name who was told of before."""
        lemma = token.lemma_.lower()
        if token.tag_ == "NNS" or not self._words.has("mouths", lemma) or self._words.has("bodies", lemma):
            return None
        if not any(c.lower_ == "the" for c in token.children) or child(token, "prep", *_LEFT) is not None:
            return None
        for before in reversed(token.doc[max(0, token.i - _NEAR) : token.i]):
            if before.lemma_.lower() == lemma and any(c.lower_ in ("a", "an") for c in before.children):
                return self._owners.of(before)
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
            short = self._short.of(token)
            if short is not None:
                return short
        plural = token.tag_ == "NNS" and lemma != "authority"  # "the governments" are not one of them
        if (
            owner is None
            and not plural
            and (self._words.has("bodies", lemma) or self._owners.is_of_ministry(token))
        ):
            owner = self._owners.context(token)
            if owner is not None:
                return Actor(self._widened(owner, token), token)
        if owner is None and self._is_ruler(token):
            owner = self._owners.last_actor(token)
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

    def _is_ruler(self, token: Token) -> bool:
        """Say whether a noun is an office of a state without its holder: "the prime minister"."""
        bare = child(token, "prep", "poss", "appos") is None and token.tag_ == "NN"
        the = any(c.lower_ == "the" for c in token.children)
        return bare and the and self._phrase(token).lower() in self._rulers

    def _titled(self, token: Token) -> Actor | None:
        """Return the person that "the Secretary" or "the minister" means: the last with that title."""
        if not any(c.lower_ in ("the", "this") for c in token.children) or child(token, "prep") is not None:
            return None
        for spot, _ in self._names.before(token):
            member = self._names.cast.member(spot) if spot.mention.kind == Kind.PERSON else None
            if member is not None and any(token.lower_ in role.role.lower().split() for role in member.roles):
                return replace(self._names.of_person(spot, token), token=token)
        return self._leader(token) if self._words.has("leaders", token.lower_) else None

    def _leader(self, token: Token) -> Actor | None:
        """Return the official that "the leader" means: the last who was the subject of a sentence before."""
        for spot, head in self._names.before(token):
            if (
                spot.mention.kind == Kind.PERSON
                and head.dep_ == "nsubj"
                and head.sent.start < token.sent.start
            ):
                actor = self._names.of_person(spot, token)
                return actor if actor.person is not None else None
        return None


def _comma_between(left: Token, right: Token) -> bool:
    return any(t.text == "," for t in left.doc[left.i + 1 : right.i])
