"""Names options positively: clauses by nouns ("deportation of migrants"), pronouns by what they stand for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.stances.antecedents import Antecedents, ban_of
from cablegraph.extract.stances.cues import find, nominal_of
from cablegraph.extract.stances.memory import LONGEST as _MEMORY
from cablegraph.extract.stances.memory import Memory, Remembered
from cablegraph.extract.stances.noun_names import NounNames
from cablegraph.extract.stances.option import Option
from cablegraph.extract.stances.syntax import child, is_verbal, negations, object_of, preposition
from cablegraph.extract.stances.wording import called, gerund, is_determined, is_policy_noun, is_this
from cablegraph_ontology.stance_words import Part, StanceWords, Use

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRONOUNS = {"it", "this", "that", "them", "these", "those", "so", "which", "what", "such"}
_PLURAL = {"them", "they", "these", "those"}
_TIMES = {"DATE", "TIME"}
MEASURES = {"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"}
_ACTING = {"GPE", "NORP", "PERSON", "ORG"}
# "It" seldom stands for a noun further back than this.
_NEAR = 40


class OptionNames:
    """Names the options of one article, with the memory of those named before."""

    def __init__(self, doc: Doc, words: StanceWords, memory: Memory) -> None:
        self._doc = doc
        self._words = words
        self._memory = memory
        self._nouns = NounNames(words)
        self._antecedents = Antecedents(doc, words)

    def named(self, token: Token) -> Option | None:
        """Return the option that a word stands for: a clause, a noun phrase, or what it points back to."""
        if is_verbal(token) and token.dep_ not in ("amod", "compound"):
            return self.clause(token)
        one = token.lower_ == "one" and token.n_lefts + token.n_rights == 0
        if one or token.lower_ in PRONOUNS or token.lower_ == "none" or self.is_anaphor(token):
            return self._recalled(token)
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "PRON", "X") and token.pos_ != "PRON":
            if token.ent_type_ in MEASURES and not is_policy_noun(token, self._words):
                return self._of_money(token)  # "on Saturday", "for two years"
            name = self._nouns.name_of(token)
            first, after = self._nouns.bounds(token)
            forbidding = next((c for c in token.children if c.dep_ in ("acl", "relcl")), None)
            path = (forbidding.i,) if forbidding is not None and ban_of(token, self._words) else ()
            return Option(name, token, first, after, path=path) if name else None
        return None

    def _of_money(self, token: Token) -> Option | None:
        """Return what a sum is for: "$500 million for Gaza" is funding for Gaza."""
        if token.ent_type_ != "MONEY" or not (is_verbal(token.head) or token.dep_ == "pobj"):
            return None
        verb = token.head.head if token.dep_ == "pobj" else token.head
        after = (c for above in (token, verb) for c in above.children if c.i > token.i)
        below = (child(c, "pobj", "pcomp") for c in after if c.dep_ == "prep" and c.lower_ in ("for", "to"))
        about = next((t for t in below if t is not None and t.ent_type_ not in MEASURES), None)
        if about is None:
            return None
        if is_verbal(about):
            return self.clause(about)
        return Option(
            f"funding for {self._nouns.name_of(about)}", token, token.i, self._nouns.bounds(about)[1]
        )

    def is_anaphor(self, noun: Token) -> bool:
        """Say whether a noun only points back: "the treaty", "that decision", "the U.S. decision"."""
        if not self._words.has("anaphors", noun.lemma_.lower()):
            return False
        others = [c for c in noun.children if c.dep_ not in ("det", "punct", "cc", "conj", "case", "predet")]
        if self._words.has("deeds", noun.lemma_.lower()):
            owners = [c for c in others if c.dep_ == "poss" or c.ent_type_ in _ACTING]
            return bool(owners or is_determined(noun)) and len(owners) == len(others)
        return is_determined(noun) and not others

    def _recalled(self, token: Token) -> Option | None:
        """Return what a pronoun or an anaphoric noun stands for; a noun without antecedent stays as it is."""
        if token.pos_ != "NOUN":
            return self._of_pronoun(token)
        lemma = token.lemma_.lower()
        kinds = self._words.kinds.get(lemma, frozenset())
        first, after = self._nouns.bounds(token)
        found: Option | None = None
        if self._words.has("deeds", lemma):
            found = self._of_deed(token, first, after)
        elif kinds:
            head = self._antecedents.of(token, kinds)
            found = self._of_head(head, token) if head is not None else None
        elif self._words.has("happenings", lemma):
            return self._of_happening(token, lemma, first, after)
        if found is None:
            before = self._noun_memory(token, lemma)
            found = Option(before.name, token, first, after, anaphor=True) if before is not None else None
            if found is not None and before is not None and is_this(token) and before.sign < 0:
                found = replace(found, sign=-1)
        return found if found is not None else Option(self._nouns.name_of(token), token, first, after)

    def _of_happening(self, token: Token, lemma: str, first: int, after: int) -> Option:
        """Return what "this attack" was: the last phrase or verb of that word that tells more."""
        for before in reversed(self._doc[max(0, token.i - _MEMORY) : token.i]):
            if before.lemma_.lower() != lemma or before.dep_ in ("compound", "amod"):
                continue
            told = self.clause(before) if is_verbal(before) else None
            if (
                told is None
                and before.pos_ == "NOUN"
                and child(before, "prep", "amod", "compound") is not None
            ):
                told = Option(self._nouns.name_of(before), token, first, after)
            if told is not None:
                return Option(told.name, token, first, after, anaphor=True)
        return Option(self._nouns.name_of(token), token, first, after)

    def _noun_memory(self, token: Token, lemma: str) -> Remembered | None:
        """Return the option that a noun of no one kind stands for: "the proposal", "this effort"."""
        if self._words.has("charges", lemma):
            return self._memory.last_charge(token.i)
        if self._words.has("wishes", lemma):
            return self._memory.last_wish(token.i)
        if lemma in self._words.kinds or self._words.has("deeds", lemma):
            return None
        return self._memory.last_solid(token.i)

    def _of_deed(self, token: Token, first: int, after: int) -> Option | None:
        """Return what was decided, for "the decision", "the vote", "the withdrawal"."""
        verbs = self._words.deeds[token.lemma_.lower()]
        last = self._memory.last_solid(token.i) if is_this(token) and not verbs else None
        if last is not None:
            return Option(last.name, token, first, after, sign=-1 if last.sign < 0 else 1, anaphor=True)
        done = self._memory.decision(token.i, token.sent.start, verbs)
        return Option(done.deed, token, first, after, anaphor=True) if done is not None else None

    def _of_pronoun(self, token: Token) -> Option | None:
        """Return what "it" stands for: the measure spoken of last, else what the article is about."""
        first, after = self._nouns.bounds(token)
        before = self._memory.last_solid(token.i)
        kinds = self._kinds_of_pronoun(token, before.index if before is not None else -1)
        head = self._antecedents.of(token, kinds) if kinds else None
        if head is not None:
            return self._of_head(head, token)
        if token.lower_ in _PLURAL:
            plural = before is not None and self._doc[before.index].tag_ in ("NNS", "NNPS")
            return Option(before.name, token, first, after, anaphor=True) if plural and before else None
        if before is None:
            return self.main(token)
        return Option(before.name, token, first, after, anaphor=True)

    def _kinds_of_pronoun(self, token: Token, after: int) -> frozenset[str]:
        """Return the kinds of what a pronoun is called, or of the last bare "the treaty" after a token."""
        noun = called(token)
        if noun is not None:
            return self._words.kinds.get(noun.lemma_.lower(), frozenset())
        for near in reversed(self._doc[max(after + 1, token.i - _NEAR) : token.i]):
            kinds = self._words.kinds.get(near.lemma_.lower(), frozenset())
            if kinds & self._words.sets["main_kinds"] and near.pos_ == "NOUN" and self.is_anaphor(near):
                return kinds
        return frozenset()

    def main(self, token: Token) -> Option | None:
        """Return what the article is about, at a token that stands for it."""
        head = self._antecedents.main(token)
        return self._of_head(head, token) if head is not None else None

    def _of_head(self, head: Token, token: Token) -> Option | None:
        """Return the option that a phrase names, at a token that stands for it."""
        first, after = self._nouns.bounds(token)
        name = self._nouns.name_of(head, frozenset(self._words.sets["colourless"]))
        return Option(name, token, first, after, anaphor=True) if name else None

    def clause(self, verb: Token) -> Option | None:
        """Return what a verb and its object name: "deported migrants" is the deportation of migrants."""
        if verb.lemma_ == "be":
            return self._copular(verb)
        done_to = object_of(verb)
        if done_to is None or done_to.lower_ in PRONOUNS:
            about = done_to or child(verb, "nsubj", "nsubjpass")
            empty = verb.lemma_.lower() in self._words.sets["proforms"]
            if empty or (about is not None and done_to is None and about.lower_ in PRONOUNS):
                return self._recalled(about) if about is not None else self.recall(verb)
        noun = nominal_of(verb, self._words)
        attribute = child(verb, "attr")
        if noun is not None and attribute is not None and done_to is None:  # "become a member of the pact"
            done_to = preposition(attribute, "of") or preposition(attribute, "to")
        particle = child(verb, "prt") if noun == self._words.nominals.get(verb.lemma_.lower()) else None
        parts = noun.rsplit(" ", 1) if noun is not None and particle is None else [gerund(verb, particle)]
        if done_to is not None and done_to.i != verb.i:
            inner = self._told(done_to)
            if not inner and noun is None:
                return None  # "brought it", and nothing tells what
            name = f"{' '.join(parts)} {inner}" if inner else parts[0]
        else:
            subject = child(verb, "nsubj") if len(parts) == 2 and parts[1] == "of" else None
            whose = self._nouns.name_of(subject) if subject is not None and subject.pos_ == "NOUN" else ""
            name = f"{parts[0]} of {whose}" if whose else f"{parts[0]} {self._tail(verb)}".strip()
        end = verb.i if done_to is None else max(verb.i, done_to.i)
        if done_to is not None and done_to.i > verb.i:
            end = max(end, self._nouns.bounds(done_to)[1] - 1)
        refused = done_to is not None and len(negations(done_to, self._words.sets["negators"])) % 2 == 1
        return Option(name, verb, verb.i, end + 1, sign=-1 if refused else 1)

    def _tail(self, verb: Token) -> str:
        """Return the first prepositional phrase under a verb: "in the war" of "interfering in the war"."""
        for c in verb.children:
            if c.dep_ == "prep" and c.i > verb.i:
                inner = child(c, "pobj")
                if inner is not None and inner.ent_type_ not in _TIMES:
                    return "" if inner.lower_ in PRONOUNS else f"{c.lower_} {self._nouns.name_of(inner)}"
        return ""

    def _told(self, noun: Token) -> str:
        """Return the name of a noun, or of what a pronoun stands for; empty when that is nothing."""
        if noun.lower_ not in PRONOUNS:
            return self._nouns.name_of(noun)
        found = self._of_pronoun(noun)
        return found.name if found is not None else ""

    def _copular(self, verb: Token) -> Option | None:
        attribute = child(verb, "attr", "acomp")
        subject = child(verb, "nsubj")
        if attribute is None:
            return None
        about = self._told(subject) if subject is not None else ""
        if not about and subject is not None:
            return None
        if subject is not None and self._is_bad(attribute):
            first, after = self._nouns.bounds(subject)
            return Option(about, attribute, first, max(after, attribute.i + 1), sign=-1)
        name = (
            f"{self._nouns.name_of(attribute)} {about}".strip()
            if attribute.pos_ == "ADJ"
            else self._nouns.name_of(attribute)
        )
        return Option(name, attribute, verb.i, self._nouns.bounds(attribute)[1]) if name else None

    def _is_bad(self, word: Token) -> bool:
        """Say whether a word rejects what it is said of: "dead on arrival"."""
        part = Part.ADJECTIVE if word.pos_ == "ADJ" else Part.NOUN
        match = find(word, self._words, Use.VALUE, part=part)
        return match is not None and match.cue.sign < 0

    def recall(self, token: Token, echo: bool = False, deed: bool = False) -> Option | None:
        """Return the option last spoken of before a token: what a vote is on.

        An echo keeps its sign. With `deed`, it is what was done last: what somebody regrets.
        """
        if deed:
            done = self._memory.decision(token.i, token.sent.start, frozenset())
            if done is not None:
                return Option(done.deed, token, token.i, token.i + 1, anaphor=True)
        before = self._memory.last_solid(token.i)
        if before is None:
            return self.main(token)
        sign = -1 if echo and before.sign < 0 else 1
        return Option(before.name, token, token.i, token.i + 1, sign=sign, anaphor=True)
