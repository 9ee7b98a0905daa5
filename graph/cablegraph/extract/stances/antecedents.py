"""What "the treaty" stands for: a thing of its kind that the article calls by more than its kind."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from cablegraph.extract.stances.syntax import child
from cablegraph_ontology.stance_words import StanceWords

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NAMING = ("compound", "nmod", "amod", "poss", "nummod")
_COMPLEMENTS = ("of", "on", "with", "against", "between", "to", "for")
# So many things of one kind are looked at, nearest first: nobody looks further back.
_FAR = 40
# A name so close before a noun is what it stands for.
_NEAR = 40
# The headline and the lead name what an article is about.
_LEAD = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase that says which treaty, ban or plan it means: "Kyoto Protocol", "ban on landmines"."""

    head: Token
    kinds: frozenset[str]
    by_name: bool
    """True when words before the head tell it apart, false when only a complement does."""


class Antecedents:
    """The things of one article that nouns such as "the treaty" may stand for, in the order of the text."""

    def __init__(self, doc: Doc, words: StanceWords) -> None:
        self._words = words
        self._named: dict[str, list[Named]] = {}
        for token in doc:
            named = self._read(token)
            if named is not None:
                for kind in sorted(named.kinds):
                    self._named.setdefault(kind, []).append(named)
        self._lead = max((s.end for s in islice(doc.sents, _LEAD)), default=0)

    def of(self, noun: Token, kinds: frozenset[str]) -> Token | None:
        """Return the head of the phrase that a noun of some kinds stands for, or None.

        A name goes before a mere complement, the same noun before another noun of the kind, the nearest of
        those close by, then what the article named first.
        """
        lemma = noun.lemma_.lower()

        def rank(named: Named) -> tuple[bool, bool, bool, int]:
            place = named.head.i
            near = noun.i - place <= _NEAR
            return named.by_name, named.head.lemma_.lower() == lemma, near, place if near else -place

        best = max(self._before(noun.i, kinds), key=rank, default=None)
        return best.head if best is not None else None

    def main(self, before: Token) -> Token | None:
        """Return the head of the first treaty or law that the headline or the lead names, or None."""
        found = self._before(min(self._lead, before.i), self._words.sets["main_kinds"])
        return min((n.head for n in found if n.by_name), key=lambda t: t.i, default=None)

    def _before(self, place: int, kinds: frozenset[str]) -> list[Named]:
        """Return the named things of some kinds before a place, the nearest of each kind."""
        found: list[Named] = []
        for kind in sorted(kinds):
            named = self._named.get(kind, [])
            after = bisect_left(named, place, key=lambda n: n.head.i)
            found += named[max(0, after - _FAR) : after]
        return found

    def _read(self, token: Token) -> Named | None:
        kinds = self._words.kinds.get(token.lemma_.lower())
        if kinds is None or token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "amod"):
            return None
        forbidding = ban_of(token, self._words) is not None
        by_name = forbidding
        complement = False
        for c in token.children:
            inner = self._words.kinds.get(c.lemma_.lower(), frozenset())
            if c.dep_ == "compound" and "ban" in inner:
                kinds = kinds | {"ban"}
            by_name = by_name or (c.dep_ in _NAMING and self._tells_apart(c))
            complement = complement or (c.dep_ == "prep" and c.lower_ in _COMPLEMENTS and c.i > token.i)
        if not by_name and not complement:
            return None
        return Named(token, kinds | {"ban"} if forbidding else kinds, by_name)

    def _tells_apart(self, word: Token) -> bool:
        if word.tag_ == "PRP$" or word.dep_ == "nummod":
            return False
        return not self._words.has("colourless", word.lower_)


def ban_of(noun: Token, words: StanceWords) -> Token | None:
    """Return what a treaty or law forbids: "tests" in "a treaty banning tests", "that bans tests"."""
    for c in noun.children:
        if c.dep_ in ("acl", "relcl") and c.i > noun.i and words.has("forbidding", c.lemma_.lower()):
            return child(c, "dobj") if c.tag_ != "VBN" else None
    return None
