"""Reads what one can be for or against out of a noun phrase or clause, and names it positively.

"to stop deporting migrants" is the option "deportation of migrants" with the sign turned round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.stances.cues import Match, find, matches
from cablegraph.extract.stances.memory import LONGEST as _MEMORY
from cablegraph.extract.stances.memory import Memory, Remembered
from cablegraph.extract.stances.noun_names import LONGEST, NounNames
from cablegraph.extract.stances.option import Option
from cablegraph.extract.stances.option_names import MEASURES, PRONOUNS, OptionNames
from cablegraph.extract.stances.syntax import (
    DEPTH,
    ancestors,
    antecedent,
    child,
    is_verbal,
    negations,
    preposition,
)
from cablegraph.extract.stances.wording import coordinated, is_policy_noun, measured
from cablegraph_ontology.stance_words import Part, StanceWords, Use

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from cablegraph.extract.stances.actor import Actor

_NOT_BELOW = {"self", "recalled", "echoed"}
_COORDINATED = 5
# "It" seldom stands for a noun further back than this.
_NEAR = 40


class Options:
    """Reads the options of one article. `remember` is called for each claim, in the order of the text."""

    def __init__(self, doc: Doc, words: StanceWords) -> None:
        self._doc = doc
        self._words = words
        self._memory = Memory()
        self._nouns = NounNames(words)
        self._names = OptionNames(doc, words, self._memory)

    def remember(
        self,
        option: Option,
        holder: Actor,
        verb: Token | None,
        sign: int,
        decided: bool,
        charged: bool,
        target: Actor | None = None,
    ) -> None:
        """Keep an option for pronouns and anaphoric nouns that follow. `verb` is what the holder did."""
        lemma = verb.lemma_.lower() if verb is not None else ""
        undone = self._words.has("undoing", lemma)
        noun = self._words.nominals.get(lemma, "rejection of") if undone else "rejection of"
        if undone and verb is not None and preposition(verb, "from") is not None:
            noun = f"{noun.rsplit(' ', 1)[0]} from"
        self._memory.add(
            Remembered(
                index=option.head.i,
                sentence=option.head.sent.start,
                name=option.name,
                verb=lemma,
                act=f"{noun} {option.name}",
                sign=sign,
                holder=holder,
                solid=self.is_policy(option) and (option.anaphor or not self._names.is_anaphor(option.head)),
                decided=decided,
                charged=charged,
                target=target,
            )
        )

    def doer(self, option: Option) -> Actor | None:
        """Return who did, before, what an option names: whose doing it is."""
        return self._memory.doer(option.name, option.head.i)

    def protagonist(self, option: Option) -> Actor | None:
        """Return who took the article's first decision: whom its blame is for, when it names nobody."""
        return self._memory.protagonist(option.head.i)

    def opponent(self, option: Option, holder: Actor) -> Actor | None:
        """Return whose position before an option was aimed last at a holder."""
        return self._memory.opponent(holder, option.head.i)

    def last_holder(self, token: Token) -> Actor | None:
        """Return who holds the last position before a token: "This includes scaling back on returns"."""
        before = self._memory.last(token.i)
        return before.holder if before is not None else None

    def status_of(self, token: Token, name: Token) -> Option | None:
        """Return the standing of people as an option: "considers them illegal migrants"."""
        if token.lower_ in ("he", "she", "him", "her", "i", "me"):
            return None
        people = token
        if token.lower_ in ("them", "they", "these", "those", "people"):
            found = [t for t in token.doc[max(0, token.i - _MEMORY) : token.i] if t.tag_ in ("NNS", "NNPS")]
            named = [t for t in found if t.ent_type_ == "NORP" or t.tag_ == "NNPS"]
            if not found:
                return None
            people = (named or found)[-1]
        status = "refugee status for" if self._words.has("migrants", name.lemma_.lower()) else "status of"
        return Option(f"{status} {self._nouns.name_of(people)}", token, token.i, token.i + 1)

    def departure_of(self, subject: Token | None, verb: Token, acts: bool) -> Option | None:
        """Return what is meant by "Maduro has to go", and by "the embargo has to go"."""
        if subject is None or subject.lower_ in PRONOUNS:
            return None
        if acts or subject.ent_type_ == "PERSON":
            return Option(f"departure of {self._nouns.name_of(subject)}", verb, verb.i, verb.i + 1)
        option = self.read(subject) if self.is_policy_noun(subject) else None
        return replace(option, sign=-option.sign) if option is not None else None

    def failure_of(self, verb: Token, inner: Token) -> Option | None:
        """Return what is blamed in "failed to protect the refugees"."""
        named = self._names.clause(inner)
        if named is None:
            return None
        return replace(named, name=f"failure of {named.name}", path=(verb.i, inner.i))

    def all_of(self, token: Token, follow: bool = True) -> Iterator[Option]:
        """Yield the option at a token and those coordinated with it."""
        for top in coordinated(token):
            if self.verb_before(top) is not None:
                continue
            first = self.read(top, follow)
            if first is None:
                continue
            yield first
            if first.head.i == top.i:
                for other in self._listed(top):
                    option = self.read(other, follow)
                    if option is not None:
                        yield option
                continue
            for other in [*coordinated(first.head)[1:], *self._listed(first.head)]:
                if self.is_moved(other):
                    continue  # "the release of the editor as well as other journalists" is one release
                option = self.read(other, follow)
                if option is not None:
                    path = (*first.path, *option.path)
                    yield replace(option, sign=option.sign * first.sign, path=path)

    def _listed(self, head: Token) -> list[Token]:
        """Return the members of a list that the parser hung on a word inside its first member.

        "the release of those held for their views, the independence of parties, and an end to abuses"
        """
        if head.pos_ not in ("NOUN", "PROPN"):
            return []
        after = min(head.right_edge.i + 1, head.i + 3 * LONGEST)
        found = []
        for token in head.doc[head.i + 1 : after]:
            if token.dep_ != "conj" or token.pos_ != "NOUN" or token.head.i == head.i:
                continue
            comma = token.left_edge.i > 0 and any(
                t.text in (",", ";") for t in token.doc[max(0, token.left_edge.i - 2) : token.left_edge.i]
            )
            if comma and child(token, "det") is not None and child(token, "prep") is not None:
                found.append(token)
        return found[:_COORDINATED]

    def read(self, token: Token, follow: bool = True) -> Option | None:
        """Return the option at a token. Without `follow`, nothing inside the phrase turns the sign."""
        sign = 1
        operators: list[Token] = []
        path: list[int] = []
        for _ in range(DEPTH):
            token = measured(antecedent(token), self._words)
            negators = [] if not follow else negations(token, self._words.sets["negators"])
            if token.lower_ in self._words.sets["negators"]:
                negators = [token]
            if len(negators) % 2:
                sign, operators = -sign, [*operators, negators[0]]
            inner = self._inner(token) if follow else None
            if inner is None:
                break
            match, below = inner
            path += [t.i for t in match.tokens]
            if match.cue.sign < 0:
                sign = -sign
                operators.append(match.head)
            token = below
        named = self._undone(token) if follow else None
        named = named or self._names.named(token)
        if named is None:
            return None
        path += [token.i] if is_verbal(token) else list(named.path)
        return replace(named, sign=named.sign * sign, operators=tuple(operators), path=tuple(path))

    def _undone(self, noun: Token) -> Option | None:
        """Return what was told before, turned, for a noun that undoes it: "demanded its repeal"."""
        owner = child(noun, "poss")
        if noun.pos_ != "NOUN" or owner is None or owner.lower_ not in ("its", "their"):
            return None
        match = find(noun, self._words, Use.OPERATOR, part=Part.NOUN)
        if match is None or match.cue.sign >= 0 or not self._words.has("undone", noun.lemma_.lower()):
            return None
        before = self.recall(owner)
        if before is None:
            return None
        return replace(before, head=noun, after=noun.i + 1, sign=-before.sign, operators=(noun,))

    # -------------------------------------------------------------- what stands between
    def _inner(self, token: Token) -> tuple[Match, Token] | None:
        """Return the word that governs the real option, and that option: "stop" and "deporting"."""
        if is_verbal(token):
            return self._inner_verb(token)
        match = (
            find(token, self._words, Use.OPERATOR, Use.STANCE, part=Part.NOUN)
            if token.pos_ == "NOUN"
            else None
        )
        if match is None:
            return None
        for name in match.cue.policy:
            below = match.place(name)
            if below is not None and below.ent_type_ in MEASURES and not self.is_policy_noun(below):
                continue  # "held up the decision for two years"
            if below is not None and not (
                match.cue.sign < 0 and below.lemma_.lower() in self._words.sets["states"]
            ):
                return match, below
        return None

    def _inner_verb(self, verb: Token) -> tuple[Match, Token] | None:
        if verb.lemma_ == "be":
            return None
        for match in matches(verb, self._words, Use.STANCE, Use.MEASURE, Use.OPERATOR, part=Part.VERB):
            for name in match.cue.policy:
                below = None if name in _NOT_BELOW else match.place(name)
                if below is not None and self._leads_on(verb, match, name, below):
                    return match, below
        noun = child(verb, "dobj")
        if noun is not None and self._words.has("light", verb.lemma_.lower()):
            return self._inner(noun)
        return None

    def _leads_on(self, verb: Token, match: Match, name: str, below: Token) -> bool:
        """Say whether what a verb governs is the real option."""
        if below.i == verb.i or (name == "subject" and child(verb, "dobj") is not None):
            return False
        own = name == "subject" and self._words.has("bodies", below.lemma_.lower())  # "the army to leave"
        if own or (name == "subject" and not self.is_policy_noun(below)):
            return False
        if verb.lemma_.lower() in self._words.nominals and self.is_moved(below):
            return False
        if match.cue.sign < 0 and self._words.has("fighters", below.lemma_.lower()):
            return False  # who fights the rebels is for the fight
        if match.cue.sign > 0 and not is_verbal(below) and not self.is_policy_noun(below):
            return False
        return not (match.cue.sign < 0 and below.lemma_.lower() in self._words.sets["states"])

    def is_moved(self, noun: Token) -> bool:
        """Say whether a noun is people or a place, so that the act is the option: "release of prisoners"."""
        lemma = noun.lemma_.lower()
        return noun.ent_type_ in ("GPE", "PERSON", "LOC") or any(
            self._words.has(name, lemma) for name in ("crowds", "grounds")
        )

    def is_crowd_act(self, verb: Token, noun: Token) -> bool:
        """Say whether a verb does something to people that has a name of its own."""
        return self.is_moved(noun) and verb.lemma_.lower() in self._words.nominals

    def act_itself(self, verb: Token) -> Option | None:
        """Return the option that a verb names itself: "deported migrants" is the deportation of migrants."""
        return self._names.clause(verb)

    def recall(self, token: Token, echo: bool = False, deed: bool = False) -> Option | None:
        """Return the option last spoken of before a token: see `OptionNames.recall`."""
        return self._names.recall(token, echo, deed)

    def main(self, token: Token) -> Option | None:
        """Return what the article is about, at a token that stands for it."""
        return self._names.main(token)

    def imputed(self, token: Token, holder: Actor) -> Option | None:
        """Return what a holder was last said to be for before a token: what "denials by China" deny."""
        before = self._memory.imputed(holder, token.i)
        return Option(before.name, token, token.i, token.i + 1, anaphor=True) if before is not None else None

    def echo(self, token: Token) -> tuple[Option | None, int]:
        """Return the option of the last position before a token, and its sign: "So does China"."""
        before = self._memory.last(token.i)
        if before is None or token.sent.start - before.sentence > _NEAR or before.sign == 0:
            return None, 0
        return Option(before.name, token, token.i, token.i + 1, anaphor=True), before.sign

    def echoed_verb(self, token: Token) -> Token | None:
        """Return the verb of the last position, when it is in the sentence of a token or the one before."""
        before = self._memory.last(token.i)
        start = token.sent.start
        if before is None or (start > 0 and before.sentence < self._doc[start - 1].sent.start):
            return None
        head = self._doc[before.index]
        return next((a for a in (head, *ancestors(head)) if is_verbal(a)), None)

    def verb_before(self, noun: Token) -> Token | None:
        """Return "favor" of "oppose sanctions and favor talks", which the parser takes for a noun."""
        first = noun.left_edge
        if noun.dep_ != "conj" or first.dep_ != "compound" or first.i == 0:
            return None
        taken = self._words.has("mistaken", first.lemma_.lower()) and first.nbor(-1).dep_ == "cc"
        return first if taken else None

    def is_policy_noun(self, token: Token | None) -> bool:
        """Say whether a noun names something that one can be for or against."""
        return is_policy_noun(token, self._words)

    def is_policy(self, option: Option) -> bool:
        """Say whether an option is something that one can be for or against, not a person or a thing."""
        head = option.head
        return (
            option.anaphor
            or is_verbal(head)
            or self.is_policy_noun(head)
            or head.lower_.endswith(("tion", "ment", "ism", "ship"))
        )
