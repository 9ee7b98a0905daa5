"""What the rules look at, and what they give: one article made ready, and the drafts of claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cablegraph.extract.speech import Speech
from cablegraph.extract.stances.actor import Actor
from cablegraph.extract.stances.actors import Actors
from cablegraph.extract.stances.cues import find
from cablegraph.extract.stances.option import Option
from cablegraph.extract.stances.options import Options
from cablegraph.extract.stances.syntax import ancestors, auxiliaries, child, degree_of, is_verbal, negations
from cablegraph.model import Annotated
from cablegraph_ontology.relations import Act, Modality
from cablegraph_ontology.stance_words import Part, StanceWords, Use

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONDITIONS = {"if", "unless", "whether", "lest", "should"}
# What stands in a clause under these has not happened yet: "once 40 states have ratified it".
_NOT_YET = {"once", "until", "till", "before"}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Draft:
    """A position that a rule has read, not yet tied to who says it."""

    holder: Actor
    option: Option
    polarity: int
    cue: tuple[Token, ...]
    rule: str
    act: Act | None = None
    target: Actor | None = None
    modality: Modality = Modality.ASSERTED
    speech: bool = False
    """True when the cue is a word of speaking: the holder is on record."""
    operators: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One article made ready for the rules."""

    annotated: Annotated
    words: StanceWords
    speech: Speech
    actors: Actors
    options: Options

    def negated(self, token: Token) -> list[Token]:
        """Return the words that negate a cue, that of the verb above an adjective included."""
        found = negations(token, self.words.sets["negators"])
        less = [c for c in token.children if c.dep_ == "advmod" and self.words.has("lessening", c.lower_)]
        found += [c for c in less if child(c, "neg", "det") is None]
        if degree_of(token, self.words.sets["plain_degrees"]) is None:
            degree = degree_of(token, self.words.sets["turning_degrees"])
            found += [degree] if degree is not None else []
        if token.dep_ in ("acomp", "attr", "oprd", "prep") and token.head.lemma_ in (
            "be",
            "remain",
            "feel",
            "seem",
        ):
            found += negations(token.head, self.words.sets["negators"])
        return found

    def asserted(self, token: Token) -> bool:
        """Say whether a word is stated: not asked, not under "if", not in a headline list."""
        if self._is_left_open(token):
            return False
        below = token
        for above in (token, *ancestors(token)):
            if any(c.dep_ in ("mark", "advmod") and c.lower_ in _CONDITIONS for c in above.children):
                return False
            if above.dep_ == "advcl" and any(
                c.dep_ == "mark" and c.lower_ in _NOT_YET for c in above.children
            ):
                return False
            if below.dep_ in ("acl", "ccomp") and self._is_doubted(above):
                return False
            if (
                below.dep_ == "ccomp"
                and self.words.has("denying", above.lemma_.lower())
                and below.i != token.i
            ):
                return False  # what is denied is nobody's position
            if above.dep_ == "advcl" and any(c.lower_ == "as" and c.dep_ == "mark" for c in above.children):
                return True
            below = above
        return not _is_question(below)

    def _is_left_open(self, verb: Token) -> bool:
        """Say whether a verb is one of those that somebody will not say: "would neither confirm nor deny"."""
        first = verb.head
        if verb.dep_ != "conj" or not self.words.has("silences", first.lemma_.lower()):
            return False
        return first.dep_ == "xcomp" or bool(self.negated(first))

    def _is_doubted(self, noun: Token) -> bool:
        """Say whether a clause under a noun is not asserted: "the pretext that", "rejects claims that"."""
        lemma = noun.lemma_.lower()
        if self.words.has("pretexts", lemma):
            return True
        return self.words.has("allegations", lemma) and self.words.has("refusing", noun.head.lemma_.lower())

    def modality(self, verb: Token) -> Modality:
        """Return how firmly a verb is claimed, by its auxiliaries."""
        helpers = {a.lower_ for a in auxiliaries(verb)}
        if helpers & self.words.sets["future"]:
            return Modality.PLANNED
        return Modality.ASSERTED

    def vouchers(self, token: Token) -> list[Actor]:
        """Return everybody who vouches for a token: the innermost speakers."""
        chain = self.speech.chain(token)
        return self.actors.speakers(chain[-1]) if chain else []

    def raised(self, verb: Token) -> tuple[list[Token], Token]:
        """Return the words above an infinitive that turn its sign, and the verb on top: "failed to lift"."""
        turning: list[Token] = []
        for _ in range(6):
            above = verb.head
            if verb.dep_ not in ("xcomp", "conj") or above.i == verb.i or not is_verbal(above):
                break
            if verb.dep_ == "xcomp":
                match = find(above, self.words, Use.OPERATOR, part=Part.VERB)
                turning += [above] if match is not None and match.cue.sign < 0 else []
                turning += self.negated(above)
            elif child(verb, "nsubj", "nsubjpass", "aux") is not None or (
                not turning and verb.dep_ == "conj" and above.dep_ != "xcomp"
            ):
                break
            verb = above
        return turning, verb


def _is_question(token: Token) -> bool:
    sentence = token.sent
    last = next((t for t in reversed(sentence) if not t.is_space and t.text not in ('"', "''", "'")), token)
    return last.text == "?"
