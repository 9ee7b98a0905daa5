"""Who a word stands for: a country, a body, a person, or a group without a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.attribution import Attribution
from cablegraph.extract.speech import Speech
from cablegraph.extract.stances.actor import FIRST, HE, IT, THEY, Actor, is_first
from cablegraph.extract.stances.names import Names
from cablegraph.extract.stances.nouns import Nouns
from cablegraph.extract.stances.pairs import Pairs
from cablegraph.extract.stances.pronouns import Pronouns
from cablegraph.extract.stances.syntax import antecedent, child, conjuncts, preposition
from cablegraph.extract.stances.together import authors_of, companions, number_of
from cablegraph.model import Annotated, Mention
from cablegraph_ontology.lexicon import Form, Lexicon
from cablegraph_ontology.stance_words import StanceWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from cablegraph.extract.cast import Cast


# So many words back, the subject of the sentence before is looked for.
_NEAR = 60


class Actors:
    """Finds the actors of one article."""

    def __init__(
        self, annotated: Annotated, cast: Cast, lexicon: Lexicon, words: StanceWords, speech: Speech
    ) -> None:
        self._words = words
        self._speech = speech
        self._names = Names(annotated, cast, lexicon)
        self._nouns = Nouns(self._names, words, self.of)
        self._pronouns = Pronouns(self._names, words, speech, self.of, self._partners)
        self._pairs = Pairs(annotated.doc, words, self.of)

    def all_of(self, token: Token) -> list[Actor]:
        """Return the actors of a noun phrase and of those coordinated with it."""
        found: dict[tuple[str, str], Actor] = {}
        for part in self._listed(antecedent(token)):
            for actor in self._plural(part):
                found.setdefault(actor.key, actor)
        return list(found.values())

    def _listed(self, token: Token) -> list[Token]:
        """Return a token and those coordinated with it; of countries also those hung on by a comma only."""
        together = conjuncts(token) + companions(token, self._words)
        if self.country_or_body(token) is None:
            # "the permanent members, Britain and France"
            named = [c for c in token.children if c.dep_ == "appos" and self._is_country(c)]
            return together + [t for c in named for t in conjuncts(c)]
        beside = [
            c
            for part in together
            for c in part.children
            if c.dep_ == "appos" and self._is_country(c) and self._is_country(part)
        ]
        more = [t for c in beside for t in conjuncts(c)]
        return sorted({t.i: t for t in (*together, *more)}.values(), key=lambda t: t.i)

    def _is_country(self, token: Token) -> bool:
        spot = self._names.spot_at(token.i)
        return spot is not None and spot.mention.kind == Kind.COUNTRY and spot.mention.form == Form.NAME

    def _plural(self, token: Token) -> Iterator[Actor]:
        if is_first(token):
            yield from self.first_person(token)
        elif self._is_pair(token):
            yield from self._pairs.of(token, self._size(token)) or self._pronouns.they(token)
        elif token.lemma_.lower() in self._words.sources and authors_of(token):
            for author in authors_of(token):
                yield from self._author(author, token)
        elif token.lower_ in THEY:
            pair = self._pair_before(token)
            yield from (
                self._pairs.of(pair, self._size(pair)) if pair is not None else self._pronouns.they(token)
            )
        elif (whose := self._theirs(token)) is not None:
            for owner in self._plural(whose):
                yield replace(owner, token=token)
        else:
            actor = self.of(token)
            if actor is not None:
                yield actor
                yield from self._partners(token, actor)

    def _theirs(self, token: Token) -> Token | None:
        """Return "their" of "their leaders", who are those of several countries."""
        if token.tag_ != "NNS" or not self._words.has("organs", token.lemma_.lower()):
            return None
        whose = child(token, "poss")
        return whose if whose is not None and whose.lower_ == "their" else None

    def _met(self, token: Token) -> list[Actor]:
        """Return the two who met before "They agreed": nobody when the sentence before is about others."""
        if token.dep_ != "nsubj" or token.head.dep_ != "ROOT" or token.sent.start == 0:
            return []
        both = self._pairs.of(token)
        before = token.doc[token.sent.start - 1].sent
        told = next((t for t in before if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"), None)
        keys = {a.key for a in self.all_of(told)} if told is not None and told.lower_ not in THEY else set()
        return both if keys & {a.key for a in both} else []

    def _author(self, author: Token, paper: Token) -> Iterator[Actor]:
        """Yield for whom a paper speaks by one of its authors: nobody, when it is a news agency's."""
        actor = self.of(author)
        if actor is not None and not self._names.is_media(actor.mention):
            yield replace(actor, token=paper)

    def _size(self, token: Token) -> int:
        return number_of(token, self._words.numbers.get) or 2

    def _is_pair(self, token: Token) -> bool:
        """Say whether a word means some who were named: "both countries", "the two sides", "all three"."""
        if token.lower_ in self._words.numbers:
            return number_of(token, self._words.numbers.get) is not None and child(token, "prep") is None
        if token.tag_ != "NNS" or not self._words.has("pairs", token.lemma_.lower()):
            return False
        talks = self._words.has("talkers", token.lemma_.lower()) and any(
            c.lower_ == "the" for c in token.children
        )
        counted = number_of(token, self._words.numbers.get) is not None
        return (talks or counted or _vague(token)) and child(
            token, "prep", "amod", "compound", "poss"
        ) is None

    def _pair_before(self, token: Token) -> Token | None:
        """Return "the two delegations" when they are the subject right before "they"."""
        near = reversed(token.doc[max(0, token.sent.start - _NEAR) : token.sent.start])
        subject = next((t for t in near if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"), None)
        return subject if subject is not None and self._is_pair(subject) else None

    def _partners(self, token: Token, first: Actor) -> Iterator[Actor]:
        """Yield the further countries of "Hungarian and Romanian officials", "leaders of Peru and Chile"."""
        if not self._words.has("organs", token.lemma_.lower()):
            return
        for c in token.children:
            of = child(c, "pobj") if c.dep_ == "prep" and c.lower_ in ("of", "from") else None
            if of is not None or c.dep_ in ("amod", "compound", "nmod"):
                for part in conjuncts(of or c)[1:]:
                    spot = self._names.spot_at(part.i)
                    if (
                        spot is not None
                        and spot.mention.kind == Kind.COUNTRY
                        and spot.mention.key != first.mention.key
                    ):
                        yield Actor(spot.mention, token)

    def of(self, token: Token) -> Actor | None:
        """Return the actor that a noun or pronoun stands for."""
        token = antecedent(token)
        lower = token.lower_
        if token.lemma_.lower() in self._words.sources:
            return self._of_paper(token)
        if is_first(token):
            return next(self.first_person(token), None)
        if lower in HE:
            return self._pronouns.he(token)
        if lower in IT or lower in THEY:
            return next(self._pronouns.they(token), None) if lower in THEY else self._pronouns.it(token)
        spot = self._names.spot_at(token.i)
        if spot is not None:
            return (
                self._delegated(token)
                or self._nouns.ministry(spot, token)
                or self._names.of_spot(spot, token)
            )
        if lower == "one" and preposition(token, "of") is not None:
            return self._one_of(token)
        known = self._names.surname(token)
        return self._names.of_person(known, token) if known is not None else self._nouns.of(token)

    def _of_paper(self, token: Token) -> Actor | None:
        """Return for whom a paper speaks: its author, or who was told of last in "the statement said"."""
        for author in authors_of(token):
            return next(self._author(author, token), None)
        owned = self._nouns.of(token)
        if owned is not None or child(token, "amod", "compound", "prep") is not None:
            return owned if owned is not None and not self._names.is_media(owned.mention) else None
        bare = token.dep_ == "nsubj" and any(c.lower_ in ("the", "a") for c in token.children)
        return self._pronouns.it(token) if bare and not self._pronouns.busy else None

    def _one_of(self, token: Token) -> Actor | None:
        """Return for whom "one of his aides" speaks."""
        group = preposition(token, "of")
        actor = self.of(group) if group is not None and group.pos_ == "NOUN" else None
        return Actor(actor.mention, token) if actor is not None else None

    def _delegated(self, token: Token) -> Actor | None:
        """Return for whom a subject speaks for once: "Speaking for the bloc, envoy Lima demanded"."""
        aside = child(token.head, "advcl") if token.dep_ == "nsubj" else None
        if aside is None or not self._words.has("speaking", aside.lemma_.lower()):
            return None
        behalf = preposition(aside, "on")
        principal = preposition(aside, "for") or (preposition(behalf, "of") if behalf is not None else None)
        actor = self.of(principal) if principal is not None and principal.i != token.i else None
        person = self._names.spot_at(token.i)
        if actor is None or person is None or person.mention.kind != Kind.PERSON:
            return actor
        return Actor(actor.mention, token, self._names.of_person(person, token).person or person.mention)

    def is_name(self, token: Token) -> bool:
        """Say whether a word is part of a name, not only a noun such as "mission"."""
        return self._names.spot_at(token.i) is not None

    def country_or_body(self, token: Token) -> Actor | None:
        """Return the country or body that a word names or is the adjective of: "Turkey's", "Haitian"."""
        spot = self._names.spot_at(token.i)
        if spot is None or spot.mention.kind not in (Kind.COUNTRY, Kind.ORGANIZATION):
            return None
        return Actor(self._names.state_of(spot.mention), token)

    def is_part(self, part: Mention, whole: Mention) -> bool:
        """Say whether a body is by its own name part of another: "UN refugee agency" of the UN."""
        return self._names.is_part(part, whole)

    def is_private(self, mention: Mention) -> bool:
        """Say whether a body is known to do business of its own: a company, a newspaper, a university."""
        body = self._names.lexicon.bodies.get(mention.key or "")
        return body is not None and self._words.has("private", body.kind)

    def is_public(self, mention: Mention) -> bool:
        """Say whether a body is known, or belongs to a state."""
        return mention.key is not None or mention.of is not None

    def publishes_for(self, mention: Mention) -> bool:
        """Say whether the article comes from the government of a country itself."""
        return (
            mention.kind == Kind.COUNTRY and mention.key is not None and mention.key == self._names.publisher
        )

    def topic(self) -> Actor | None:
        """Return the only country in the title of a signed statement that does not sign it."""
        signature = self._speech.signature
        if signature is None:
            return None
        signers = {a.mention.key for a in self.speakers(signature)}
        others = [s for s in self._names.titled if s.mention.key not in signers]
        return self._names.of_spot(others[0], self._names.head(others[0])) if len(others) == 1 else None

    def counterpart(self, holder: Actor) -> Actor | None:
        """Return the other of two who are meant by one noun: "the two delegations"."""
        if not self._is_pair(holder.token):
            return None
        both = self.all_of(holder.token)
        return next((a for a in both if a.key != holder.key), None) if len(both) == 2 else None

    def speakers(self, attribution: Attribution) -> list[Actor]:
        """Return who vouches: one actor, or several who speak together."""
        found = self.all_of(attribution.speaker)
        for other in attribution.others:
            actor = self.of(other)
            if actor is not None and all(actor.key != f.key for f in found):
                found.append(actor)
        return found

    def first_person(self, token: Token) -> Iterator[Actor]:
        """Yield whom "we" stands for: the innermost speakers, or those who signed the text."""
        for attribution in reversed(self._speech.chain(token)):
            if attribution.speaker.lower_ not in FIRST:
                yield from self.speakers(attribution)
                return


def _vague(token: Token) -> bool:
    return any(c.lower_ in ("both", "two", "these", "those") for c in token.children)
