"""Finds the words of the lexicon at a token: "ruled the talks out" is the cue "rule out"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cablegraph.extract.stances.syntax import (
    child,
    clause_of,
    conjuncts,
    infinitive_of,
    object_of,
    preposition,
    subject_of,
)
from cablegraph_ontology.stance_words import Cue, Part, StanceWords, Use

if TYPE_CHECKING:
    from spacy.tokens import Token

# The words of a phrase stand no further apart than this.
_WINDOW = 25
_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
_PARTS = {
    "VERB": Part.VERB,
    "AUX": Part.VERB,
    "NOUN": Part.NOUN,
    "ADJ": Part.ADJECTIVE,
    "ADV": Part.ADJECTIVE,
    "ADP": Part.ADJECTIVE,
}


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A cue found in the text."""

    cue: Cue
    head: Token
    tokens: tuple[Token, ...]
    """The words of the cue, head first."""

    @property
    def last(self) -> Token:
        """The last word of the phrase: what "rest" hangs on."""
        return self.tokens[-1]

    def place(self, name: str) -> Token | None:
        """Return what stands in an argument place, or None."""
        if name == "rest":
            return self._rest()
        if name == "object":
            return object_of(self.head) if self.cue.part == Part.VERB else None
        if name == "subject":
            return subject_of(self.head)
        if name == "clause":
            return clause_of(self.head) if self.cue.part == Part.VERB else _noun_clause(self.head)
        if name == "infinitive":
            return self._infinitive() or self._shared_infinitive()
        if name == "possessor":
            return child(self.head, "poss")
        own = preposition(self.head, name) or self._shared_preposition(name)
        own = own or self._behind_agent(name) or self._behind_object(name)
        return own or (preposition(self.last, name) if len(self.tokens) > 1 else None)

    def _infinitive(self) -> Token | None:
        """Return the infinitive of a cue; that of a noun below only where the cue addresses somebody."""
        found = infinitive_of(self.head)
        if found is None or found.head.i == self.head.i or self.cue.part != Part.VERB:
            return found
        inside = found.dep_ == "acl" and found.head.dep_ == "dobj"
        return None if inside and "object" not in self.cue.target else found

    def _shared_infinitive(self) -> Token | None:
        """Return the infinitive that the parser hung on the verb: "rejected calls to stop the returns"."""
        verb = self.head.head
        if self.cue.part != Part.NOUN or self.head.dep_ != "dobj" or verb.i >= self.head.i:
            return None
        found = infinitive_of(verb)
        return found if found is not None and found.i > self.head.i else None

    def _shared_preposition(self, name: str) -> Token | None:
        """Return what the parser hung on the verb: "dropped their objections to the bid"."""
        verb = self.head.head
        if self.cue.part != Part.NOUN or self.head.dep_ not in ("dobj", "nsubjpass") or verb.i >= self.head.i:
            return None
        near = [
            c for c in verb.children if c.dep_ in ("prep", "dative") and self.head.i < c.i <= self.head.i + 2
        ]
        return child(near[0], "pobj", "pcomp") if near and near[0].lower_ == name else None

    def _behind_object(self, name: str) -> Token | None:
        """Return what the parser hung on the object: "accuses its neighbour of backing the rebels"."""
        addressed = self.cue.part == Part.VERB and "object" in self.cue.target
        noun = child(self.head, "dobj") if addressed else None
        if noun is None:
            return None
        below = (child(c, "pcomp") for c in noun.children if c.dep_ == "prep" and c.lower_ == name)
        return next((t for t in below if t is not None and t.tag_ == "VBG"), None)

    def _behind_agent(self, name: str) -> Token | None:
        """Return what the parser hung on the agent: "accused by the court and the UN of crimes"."""
        by = child(self.head, "agent") if self.cue.part == Part.VERB else None
        agent = child(by, "pobj") if by is not None else None
        for part in conjuncts(agent) if agent is not None else []:
            found = preposition(part, name)
            if found is not None:
                return found
        return None

    def _rest(self) -> Token | None:
        if len(self.tokens) == 1:
            return child(self.head, "pobj", "pcomp") if self.cue.part == Part.ADJECTIVE else None
        found = child(self.last, "pobj", "pcomp")
        if found is None and self.last.dep_ in ("prt", "advmod"):
            found = object_of(self.head) or child(self.head, "xcomp")
        if found is None and self.last.dep_ in ("dobj", "attr", "acomp", "pobj"):
            found = next(
                (f for w in ("of", "to", "for", "on") if (f := preposition(self.last, w)) is not None), None
            )
        return found


def _noun_clause(noun: Token) -> Token | None:
    return next(
        (c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i and _that(c)), None
    )


def _that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def find(token: Token, words: StanceWords, *uses: Use, part: Part | None = None) -> Match | None:
    """Return the longest cue of the given uses that starts at a token."""
    return next(matches(token, words, *uses, part=part), None)


def matches(token: Token, words: StanceWords, *uses: Use, part: Part | None = None) -> Iterator[Match]:
    """Yield the cues of the given uses that start at a token, longest first, earlier uses first."""
    part = part if part is not None else _PARTS.get(token.pos_)
    if part is None:
        return
    found: list[Match] = []
    whole = compound(token) if part != Part.VERB else None
    after: frozenset[str] | None = None
    for lemma in lemmas(token):
        for cue in words.cues_for(part, lemma):
            if len(cue.words) > 1:
                after = _after(token) if after is None else after
                if not all(word in after or "-" in word for word in cue.words[1:]):
                    continue
            if whole is not None and cue.use == Use.VALUE and lemma != whole:
                continue  # "self-serving" does not serve
            tokens = _tokens(token, cue.words[1:]) if not uses or cue.use in uses else None
            if tokens is not None:
                found.append(Match(cue, token, (token, *tokens)))
    if part == Part.NOUN:
        found += _led_in(token, words, uses)
    yield from sorted(found, key=lambda m: (-len(m.tokens), uses.index(m.cue.use) if uses else 0))


def _after(token: Token) -> frozenset[str]:
    """Return the words and lemmas that follow a token: a phrase with another word cannot begin there."""
    last = min(token.sent.end, token.i + 1 + _WINDOW)
    following = token.doc[token.i + 1 : last]
    return frozenset(t.lower_ for t in following) | frozenset(t.lemma_.lower() for t in following)


def _led_in(noun: Token, words: StanceWords, uses: tuple[Use, ...]) -> Iterator[Match]:
    """Yield the phrases that begin to the left of their noun: "a missed opportunity", "a bitter pill"."""
    before = [c for c in noun.lefts if c.dep_ in ("amod", "compound", "nummod", "nmod", "poss")]
    for place, first in enumerate(before):
        for lemma in lemmas(first):
            for cue in words.cues_for(Part.NOUN, lemma):
                if len(cue.words) == 1 or (uses and cue.use not in uses):
                    continue
                between = before[place + 1 :]
                count = next(
                    (n for n, c in enumerate(between, 1) if not _is(c, cue.words[n])), len(between) + 1
                )
                if count < len(cue.words) and count == len(between) + 1 and _is(noun, cue.words[count]):
                    rest = _tokens(noun, cue.words[count + 1 :])
                    if rest is not None:
                        yield Match(cue, noun, (noun, first, *between, *rest))


def nominal_of(verb: Token, words: StanceWords) -> str | None:
    """Return the noun of what a verb or verb phrase does: "deport" -> "deportation of"."""
    lemma = verb.lemma_.lower()
    for rest, noun in words.phrases.get(lemma, ()):
        if _tokens(verb, rest) is not None:
            return noun
    return words.nominals.get(lemma)


def lemmas(token: Token) -> list[str]:
    """Return the dictionary forms that a word may have: the model takes "hopes" for a form of "hop"."""
    word = token.lower_
    found = [token.lemma_.lower(), word]
    if token.pos_ in ("VERB", "AUX"):
        stem = next((word[: -len(end)] for end in ("ing", "ed", "es", "s") if word.endswith(end)), word)
        found += [stem, stem + "e"]
    whole = compound(token)
    return list(dict.fromkeys(found if whole is None else [whole, *found]))


def compound(token: Token) -> str | None:
    """Return the whole word that a token is the last part of: "far-fetched", "a non-starter"."""
    if token.i < 2 or token.nbor(-1).text != "-" or token.nbor(-1).whitespace_ or token.nbor(-2).whitespace_:
        return None
    part = token.lemma_ if token.pos_ in ("NOUN", "PROPN") else token.text
    return f"{token.nbor(-2).lower_}-{part.lower()}"


def _tokens(head: Token, rest: tuple[str, ...]) -> list[Token] | None:
    """Return the tokens of the further words of a phrase, hanging on the head or on the word before.

    A word may also stand before the noun that follows it: "short" of "gave short shrift to".
    """
    found: list[Token] = []
    at, last = head, head
    for word in rest:
        following = next((c for c in at.children if _is(c, word) and c.i > last.i), None)
        if following is None and at.i != head.i:
            following = next((c for c in head.children if _is(c, word) and c.i > last.i), None)
        if following is not None:
            at = following
        else:
            following = _before_noun(head, at, last, word, final=word == rest[-1])
        if following is None or (word == rest[-1] and _is_back(following)):
            return None
        found.append(following)
        last = following
    return found


def _before_noun(head: Token, at: Token, last: Token, word: str, final: bool) -> Token | None:
    """Return a word of a phrase to the left of its next noun, or of its next verb: "begged to differ"."""
    kinds = _NOMINAL if final else (*_NOMINAL, "VERB")
    for c in (*at.children, *head.children):
        if c.i > last.i and c.pos_ in kinds:
            inner = next((g for g in c.lefts if g.i > last.i and _is(g, word)), None)
            if inner is not None:
                return inner
    return None


def _is_back(token: Token) -> bool:
    """Say whether a particle is really a noun: "turned his back"."""
    return token.lower_ == "back" and token.dep_ == "dobj"


def _is(token: Token, word: str) -> bool:
    if "-" in word:
        return compound(token) == word
    return token.lower_ == word or token.lemma_.lower() == word
