"""Reads what one can be for or against out of a noun phrase or clause, and names it positively.

"to stop deporting migrants" is the option "deportation of migrants" with the sign turned round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cablegraph.extract.stances.antecedents import Antecedents, ban_of
from cablegraph.extract.stances.cues import Match, find, matches, nominal_of
from cablegraph.extract.stances.memory import LONGEST as _MEMORY
from cablegraph.extract.stances.memory import Memory, Remembered
from cablegraph.extract.stances.syntax import (
    DEPTH,
    antecedent,
    child,
    infinitive_of,
    is_verbal,
    negations,
    object_of,
    preposition,
)
from cablegraph.extract.stances.wording import (
    called,
    cased,
    coordinated,
    gerund,
    is_determined,
    is_this,
    measured,
    stays,
)
from cablegraph_ontology.stance_words import Part, StanceWords, Use

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from cablegraph.extract.stances.actor import Actor

_PRONOUNS = {"it", "this", "that", "them", "these", "those", "so", "which", "what", "such"}
_PLURAL = {"them", "they", "these", "those"}
_NOT_BELOW = {"self", "recalled", "echoed"}
_TIMES = {"DATE", "TIME"}
_MEASURES = {"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"}
_ACTING = {"GPE", "NORP", "PERSON", "ORG"}
_LONGEST = 16
_COORDINATED = 5
# "It" seldom stands for a noun further back than this.
_NEAR = 40
_COPULAS = ("be", "remain", "become")


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """Something that one can be for or against, as the text words it."""

    name: str
    """The positive wording: "deportation of North Korean migrants"."""
    head: Token
    first: int
    after: int
    """The words in the text, as token indexes."""
    sign: int = 1
    operators: tuple[Token, ...] = ()
    """The words that turned the sign, outermost first."""
    anaphor: bool = False
    path: tuple[int, ...] = ()
    """The tokens that were read on the way: they give no claim of their own."""


class Options:
    """Reads the options of one article. `remember` is called for each claim, in the order of the text."""

    def __init__(self, doc: Doc, words: StanceWords) -> None:
        self._doc = doc
        self._words = words
        self._memory = Memory()
        self._antecedents = Antecedents(doc, words)

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
                solid=self.is_policy(option) and (option.anaphor or not self._is_anaphor(option.head)),
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
        people = token
        if token.lower_ in ("them", "they", "these", "those", "people"):
            found = [t for t in token.doc[max(0, token.i - _MEMORY) : token.i] if t.tag_ in ("NNS", "NNPS")]
            named = [t for t in found if t.ent_type_ == "NORP" or t.tag_ == "NNPS"]
            if not found:
                return None
            people = (named or found)[-1]
        status = "refugee status for" if self._words.has("migrants", name.lemma_.lower()) else "status of"
        return Option(f"{status} {self._noun_name(people)}", token, token.i, token.i + 1)

    def departure_of(self, subject: Token | None, verb: Token, acts: bool) -> Option | None:
        """Return what is meant by "Maduro has to go", and by "the embargo has to go"."""
        if subject is None or subject.lower_ in _PRONOUNS:
            return None
        if acts or subject.ent_type_ == "PERSON":
            return Option(f"departure of {self._noun_name(subject)}", verb, verb.i, verb.i + 1)
        option = self.read(subject) if self.is_policy_noun(subject) else None
        return replace(option, sign=-option.sign) if option is not None else None

    def failure_of(self, verb: Token, inner: Token) -> Option | None:
        """Return what is blamed in "failed to protect the refugees"."""
        named = self._clause(inner)
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
        after = min(head.right_edge.i + 1, head.i + 3 * _LONGEST)
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
        named = self._named(token)
        if named is None:
            return None
        path += [token.i] if is_verbal(token) else list(named.path)
        return replace(named, sign=named.sign * sign, operators=tuple(operators), path=tuple(path))

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
            if below is not None and below.ent_type_ in _MEASURES and not self.is_policy_noun(below):
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
        if name == "subject" and not self.is_policy_noun(below):
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
        return self._clause(verb)

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

    def verb_before(self, noun: Token) -> Token | None:
        """Return "favor" of "oppose sanctions and favor talks", which the parser takes for a noun."""
        first = noun.left_edge
        if noun.dep_ != "conj" or first.dep_ != "compound" or first.i == 0:
            return None
        taken = self._words.has("mistaken", first.lemma_.lower()) and first.nbor(-1).dep_ == "cc"
        return first if taken else None

    def is_policy_noun(self, token: Token | None) -> bool:
        """Say whether a noun names something that one can be for or against."""
        if token is None:
            return False
        return token.lemma_.lower() in self._words.sets["policies"]

    def is_policy(self, option: Option) -> bool:
        """Say whether an option is something that one can be for or against, not a person or a thing."""
        head = option.head
        return (
            option.anaphor
            or is_verbal(head)
            or self.is_policy_noun(head)
            or head.lower_.endswith(("tion", "ment", "ism", "ship"))
        )

    # -------------------------------------------------------------- names
    def _named(self, token: Token) -> Option | None:
        if is_verbal(token) and token.dep_ not in ("amod", "compound"):
            return self._clause(token)
        one = token.lower_ == "one" and token.n_lefts + token.n_rights == 0
        if one or token.lower_ in _PRONOUNS or token.lower_ == "none" or self._is_anaphor(token):
            return self._recalled(token)
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "PRON", "X") and token.pos_ != "PRON":
            if token.ent_type_ in _MEASURES and not self.is_policy_noun(token):
                return self._of_money(token)  # "on Saturday", "for two years"
            name = self._noun_name(token)
            first, after = self._bounds(token)
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
        about = next((t for t in below if t is not None and t.ent_type_ not in _MEASURES), None)
        if about is None:
            return None
        if is_verbal(about):
            return self._clause(about)
        return Option(f"funding for {self._noun_name(about)}", token, token.i, self._bounds(about)[1])

    def _is_anaphor(self, noun: Token) -> bool:
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
        first, after = self._bounds(token)
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
        return found if found is not None else Option(self._noun_name(token), token, first, after)

    def _of_happening(self, token: Token, lemma: str, first: int, after: int) -> Option:
        """Return what "this attack" was: the last phrase or verb of that word that tells more."""
        for before in reversed(self._doc[max(0, token.i - _MEMORY) : token.i]):
            if before.lemma_.lower() != lemma or before.dep_ in ("compound", "amod"):
                continue
            told = self._clause(before) if is_verbal(before) else None
            if (
                told is None
                and before.pos_ == "NOUN"
                and child(before, "prep", "amod", "compound") is not None
            ):
                told = Option(self._noun_name(before), token, first, after)
            if told is not None:
                return Option(told.name, token, first, after, anaphor=True)
        return Option(self._noun_name(token), token, first, after)

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
        first, after = self._bounds(token)
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
            if kinds & self._words.sets["main_kinds"] and near.pos_ == "NOUN" and self._is_anaphor(near):
                return kinds
        return frozenset()

    def main(self, token: Token) -> Option | None:
        """Return what the article is about, at a token that stands for it."""
        head = self._antecedents.main(token)
        return self._of_head(head, token) if head is not None else None

    def _of_head(self, head: Token, token: Token) -> Option | None:
        """Return the option that a phrase names, at a token that stands for it."""
        first, after = self._bounds(token)
        name = self._noun_name(head, frozenset(self._words.sets["colourless"]))
        return Option(name, token, first, after, anaphor=True) if name else None

    def _clause(self, verb: Token) -> Option | None:
        if verb.lemma_ == "be":
            return self._copular(verb)
        done_to = object_of(verb)
        if done_to is None or done_to.lower_ in _PRONOUNS:
            about = done_to or child(verb, "nsubj", "nsubjpass")
            empty = verb.lemma_.lower() in self._words.sets["proforms"]
            if empty or (about is not None and done_to is None and about.lower_ in _PRONOUNS):
                return self._recalled(about) if about is not None else self.recall(verb)
        noun = nominal_of(verb, self._words)
        particle = child(verb, "prt") if noun == self._words.nominals.get(verb.lemma_.lower()) else None
        parts = noun.rsplit(" ", 1) if noun is not None and particle is None else [gerund(verb, particle)]
        if done_to is not None and done_to.i != verb.i:
            inner = self._told(done_to)
            if not inner and noun is None:
                return None  # "brought it", and nothing tells what
            name = f"{' '.join(parts)} {inner}" if inner else parts[0]
        else:
            subject = child(verb, "nsubj") if len(parts) == 2 and parts[1] == "of" else None
            whose = self._noun_name(subject) if subject is not None and subject.pos_ == "NOUN" else ""
            name = f"{parts[0]} of {whose}" if whose else f"{parts[0]} {self._tail(verb)}".strip()
        end = max([verb.i, *(t.i for t in ([done_to] if done_to is not None else []))])
        end = max(end, self._bounds(done_to)[1] - 1 if done_to is not None and done_to.i > verb.i else end)
        refused = done_to is not None and len(negations(done_to, self._words.sets["negators"])) % 2 == 1
        return Option(name, verb, verb.i, end + 1, sign=-1 if refused else 1)

    def _tail(self, verb: Token) -> str:
        """Return the first prepositional phrase under a verb: "in the war" of "interfering in the war"."""
        for c in verb.children:
            if c.dep_ == "prep" and c.i > verb.i:
                inner = child(c, "pobj")
                if inner is not None and inner.ent_type_ not in _TIMES:
                    return "" if inner.lower_ in _PRONOUNS else f"{c.lower_} {self._noun_name(inner)}"
        return ""

    def _told(self, noun: Token) -> str:
        """Return the name of a noun, or of what a pronoun stands for; empty when that is nothing."""
        if noun.lower_ not in _PRONOUNS:
            return self._noun_name(noun)
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
            first, after = self._bounds(subject)
            return Option(about, attribute, first, max(after, attribute.i + 1), sign=-1)
        name = (
            f"{self._noun_name(attribute)} {about}".strip()
            if attribute.pos_ == "ADJ"
            else self._noun_name(attribute)
        )
        return Option(name, attribute, verb.i, self._bounds(attribute)[1]) if name else None

    def _is_bad(self, word: Token) -> bool:
        """Say whether a word rejects what it is said of: "dead on arrival"."""
        part = Part.ADJECTIVE if word.pos_ == "ADJ" else Part.NOUN
        match = find(word, self._words, Use.VALUE, part=part)
        return match is not None and match.cue.sign < 0

    def _bounds(self, token: Token) -> tuple[int, int]:
        kept = self._kept(token)
        return min(t.i for t in kept), max(t.i for t in kept) + 1

    def _noun_name(self, token: Token, without: frozenset[str] = frozenset()) -> str:
        """Return the words of a noun phrase, leaving out some adjectives."""
        forbidden = ban_of(token, self._words)
        if forbidden is not None:
            return f"ban on {self._noun_name(forbidden)}"
        kept = [t for t in self._kept(token) if t.dep_ != "amod" or t.lower_ not in without]
        words = []
        for place, t in enumerate(kept):
            glued = place + 1 < len(kept) and kept[place + 1].i == t.i + 1 and not t.whitespace_
            words.append(cased(t) + ("" if glued else " "))
        name = "".join(words).strip(" ,;:-'\"")
        inner = (
            infinitive_of(token)
            if token.pos_ == "NOUN" and self._words.has("failures", token.lemma_.lower())
            else None
        )
        return f"{name} to {self._plain_clause(inner)}" if inner is not None else name

    def _plain_clause(self, verb: Token) -> str:
        done_to = object_of(verb)
        return f"{verb.lemma_} {self._noun_name(done_to)}" if done_to is not None else str(verb.lemma_)

    def _kept(self, token: Token) -> list[Token]:
        """Return the words of a noun phrase that its name keeps, in order."""
        kept: list[Token] = []
        todo = [token]
        while todo and len(kept) < _LONGEST:
            t = todo.pop(0)
            kept.append(t)
            todo.extend(c for c in t.children if stays(c, t))
        return sorted(kept, key=lambda t: t.i)
