"""Who a pronoun stands for: "he", "it", "they", each by where its antecedents may stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.speech import Speech
from cablegraph.extract.stances.actor import HE, IT, THEY, Actor, is_named
from cablegraph.extract.stances.names import MEMORY, Names
from cablegraph.extract.stances.syntax import ancestors, child, conjuncts, preposition
from cablegraph.model import Spot
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.stance_words import StanceWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

# A row of pronouns with gaps up to this many tokens means one thing.
_GAP, _ROW = 40, 8


class Pronouns:
    """Finds whom the pronouns of one article stand for. `of` reads any other word, `partners` a plural."""

    def __init__(
        self,
        names: Names,
        words: StanceWords,
        speech: Speech,
        of: Callable[[Token], Actor | None],
        partners: Callable[[Token, Actor], Iterator[Actor]],
    ) -> None:
        self._names = names
        self._words = words
        self._speech = speech
        self._of = of
        self._partners = partners
        self._open: set[int] = set()
        """The pronoun that is being looked up: none is explained by another, which could go on for ever."""

    @property
    def busy(self) -> bool:
        """True while a pronoun is being looked up."""
        return bool(self._open)

    def he(self, token: Token) -> Actor | None:
        """Return the person meant by "he" or "she", and whom that person speaks for."""
        member = self._names.cast.member(token)
        if member is not None:
            stands_for = self._names.cast.represents(member)
            mention = replace(member.mention, name=member.name)
            if stands_for is None:
                return Actor(mention, token)
            return Actor(self._names.state_of(stands_for), token, mention)
        above = self._subject_above(token) if not self._open else None
        if above is not None:
            return above
        voucher = self._voucher(token) if not self._open else None
        if voucher is not None:
            return voucher
        leading = self._leading(token) if not self._open else None
        if leading is not None:
            return leading
        near = (
            s
            for s, h in self._names.before(token)
            if s.mention.kind == Kind.PERSON and h.dep_ in ("nsubj", "nsubjpass", "agent", "appos", "ROOT")
        )
        spot = next(near, None)
        return self._names.of_person(spot, token) if spot is not None else None

    def _of_before(self, noun: Token, pronoun: Token) -> Actor | None:
        """Return the actor of a noun that a pronoun may stand for; the pronoun itself is no help in that."""
        self._open.add(pronoun.i)
        try:
            return self._of(noun)
        finally:
            self._open.discard(pronoun.i)

    def _leading(self, token: Token) -> Actor | None:
        """Return the last person before a pronoun who was the subject of a main clause, by name or title."""
        inside = self._speech.quote_at(token.i)
        for before in reversed(token.doc[max(0, token.i - MEMORY) : token.i]):
            if before.pos_ == "PRON" or not _leads(before) or self._speech.quote_at(before.i) != inside:
                continue
            actor = self._of_before(before, token)
            if actor is not None and (actor.person is not None or actor.mention.kind == Kind.PERSON):
                return replace(actor, token=token)
        return None

    def _subject_above(self, token: Token) -> Actor | None:
        """Return the person who is the subject around a pronoun: "May said that she was sorry"."""
        verb = token.head
        for above in ancestors(verb):
            subject = child(above, "nsubj") if above.pos_ in ("VERB", "AUX") else None
            apart = subject is not None and _is_before(subject, token)
            actor = self._of_before(subject, token) if subject is not None and apart else None
            if actor is None or subject is None:
                continue
            if actor.person is not None or actor.mention.kind == Kind.PERSON or self._is_mouth(subject):
                return replace(actor, token=token)
        return None

    def _voucher(self, token: Token) -> Actor | None:
        """Return the person who is quoted around a pronoun: "quoted Hill as saying that he was sorry"."""
        chain = self._speech.chain(token)
        if not chain or chain[-1].direct or not _is_before(chain[-1].speaker, token):
            return None
        actor = self._of_before(chain[-1].speaker, token)
        return replace(actor, token=token) if actor is not None and actor.person is not None else None

    def _is_mouth(self, noun: Token) -> bool:
        """Say whether a noun is one official without a name: "an official in Helsinki said his country"."""
        lemma = noun.lemma_.lower()
        one = noun.tag_ == "NN" and not self._words.has("bodies", lemma)
        return one and self._words.has("mouths", lemma)

    def it(self, token: Token) -> Actor | None:
        """Return the country or body meant by "it"."""
        chain = self._speech.chain(token)
        if token.dep_ == "nsubj" and chain and not chain[-1].direct and chain[-1].speaker.lower_ not in IT:
            voucher = self._of_before(chain[-1].speaker, token)  # "Guterres said it would join neither camp"
            if (
                voucher is not None
                and voucher.mention.kind != Kind.PERSON
                and voucher.mention.form != Form.DESCRIPTOR
            ):
                return replace(voucher, token=token)
        addressee = self._addressee(token)
        if addressee is not None:
            return addressee
        for spot, head in self._names.before(token):
            if spot.mention.kind == Kind.PERSON:
                continue
            above = head if head.dep_ in ("nsubj", "nsubjpass") else head.head
            if above.dep_ in ("nsubj", "nsubjpass") and above.i < token.i:
                own = above.i == head.i
                actor = self._names.of_spot(spot, head) if own else self._of_before(above, token)
                if actor is not None and actor.mention.kind != Kind.PERSON:
                    return replace(actor, token=token)
        return None

    def _addressee(self, token: Token) -> Actor | None:
        """Return to whom a duty is told: "a message to Iran that it must comply", "told Peru it must"."""
        verb = token.head
        if token.dep_ != "nsubj" or not any(c.lower_ in self._words.sets["duty"] for c in verb.children):
            return None
        told = preposition(verb.head, "to") or child(verb.head, "dobj", "dative")
        actor = self._of(told) if told is not None and told.i < token.i else None
        return replace(actor, token=token) if actor is not None and is_named(actor) else None

    def they(self, token: Token) -> Iterator[Actor]:
        """Yield those meant by "they" or "both countries"."""
        for actor in self._plural_before(self._first_they(token)):
            yield replace(actor, token=token)

    def _first_they(self, token: Token) -> Token:
        """Return the first of a row of "they", which all mean the same."""
        for _ in range(_ROW):
            near = self._names.annotated.doc[max(0, token.i - _GAP) : token.i]
            before = next((t for t in reversed(near) if t.lower_ == "they"), None)
            if before is None:
                break
            token = before
        return token

    def _plural_before(self, token: Token) -> Iterator[Actor]:
        people = next(
            (
                t
                for t in reversed(self._names.annotated.doc[max(0, token.i - _GAP) : token.i])
                if self._is_crowd(t) or self._is_thing(t)
            ),
            None,
        )
        for spot, head in self._names.before(token):
            top = next((a for a in (head, *ancestors(head)) if a.dep_ in ("nsubj", "nsubjpass")), None)
            if top is None or top.i >= token.i or top.head.i == token.head.i:
                continue
            if people is not None and people.i > top.i:
                return
            group = [a for a in map(self._single, conjuncts(top)) if a is not None and a.token.i < token.i]
            if not group or (len(group) == 1 and not _is_many(top, spot)):
                continue
            if len(group) == 1:
                group += self._partners(top, group[0])  # "the presidents of Kenya and Uganda"
            yield from (replace(a, token=token) for a in group)
            return

    def _is_crowd(self, token: Token) -> bool:
        """Say whether a word is a plural of people who hold no position here: "migrants", "victims"."""
        return token.tag_ in ("NNS", "NNPS") and (
            self._words.has("crowds", token.lemma_.lower())
            or (token.tag_ == "NNPS" and token.ent_type_ == "NORP")
        )

    def _is_thing(self, token: Token) -> bool:
        """Say whether a word is a plural subject without a name: "The mines remain. They prevent a war."""
        if self._open or token.tag_ != "NNS" or token.dep_ not in ("nsubj", "nsubjpass"):
            return False
        return not is_named(self._of_before(token, token))

    def _single(self, token: Token) -> Actor | None:
        if token.lower_ in THEY or token.lower_ in IT or token.lower_ in HE:
            return None
        return self._of(token)


def _is_before(subject: Token, token: Token) -> bool:
    """Say whether a noun stands before a pronoun and apart from it."""
    return subject.lower_ not in (HE | IT | THEY) and subject.right_edge.i < token.i


def _leads(head: Token) -> bool:
    """Say whether a name is the subject of a main clause, or of a clause of saying above one."""
    if head.dep_ not in ("nsubj", "nsubjpass"):
        return False
    verb = head.head
    return verb.dep_ in ("ROOT", "parataxis", "dep") or (
        verb.dep_ in ("ccomp", "conj") and verb.head.dep_ == "ROOT"
    )


def _is_many(top: Token, spot: Spot) -> bool:
    """Say whether one actor can be "they": a plural noun, nationals, or a body; not one country or person."""
    if top.tag_ in ("NNS", "NNPS"):
        return spot.mention.key != "USA" or top.tag_ == "NNS"
    return spot.mention.kind == Kind.ORGANIZATION
