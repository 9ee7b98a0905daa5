"""The words that take a position: read from YAML, checked, looked up by lemma.

An entry says what a word does, not how to find it: which argument is the policy, which the actor that is
addressed, which sign the subject takes towards the policy. The extractors interpret the entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from cablegraph_ontology.lexicon import LexiconError, read_words
from cablegraph_ontology.relations import Act, Modality


class Part(StrEnum):
    """The part of speech of a cue; the value is the section of the word file."""

    VERB = "verbs"
    NOUN = "nouns"
    ADJECTIVE = "adjectives"


class Use(StrEnum):
    """What a cue may do in a sentence."""

    STANCE = "stance"
    """Gives a claim by itself: "urged", "condemned"."""
    MEASURE = "measure"
    """An act that shows a position when a state or body does it to a policy: "lifted the embargo"."""
    OPERATOR = "operator"
    """Only changes the sign of what it governs inside another cue: "to stop deporting"."""
    VALUE = "value"
    """An evaluation by whoever speaks: "the move undermines trust"."""
    FEELING = "feeling"
    """A deed does it to its holder: "the tariffs angered Brazil"."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One word or phrase that takes a position.

    `policy` and `target` name argument places in the order in which they are tried: "subject", "object",
    "clause", "infinitive", "rest" (what follows the last word of the phrase), "self" (the act itself),
    or a preposition.
    """

    words: tuple[str, ...]
    part: Part
    use: Use
    sign: int
    act: Act | None = None
    policy: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    speech: bool = False
    """True when using the word is speaking: the subject is on record."""
    modality: Modality | None = None
    factive: bool = False
    """True when the embedded event is taken as done: "welcomed", "regretted"."""
    holder: tuple[str, ...] = ()
    """Argument places of the holder, when that is not the subject."""
    needs: str | None = None
    """"policy" when the complement must be something that one can be for or against."""


@dataclass(frozen=True, slots=True)
class StanceWords:
    """All stance words, by the lemma of their first word, longest phrase first."""

    cues: Mapping[tuple[Part, str], tuple[Cue, ...]]
    reporting: Mapping[str, str]
    """Lemma of a reporting verb -> "plain", "claim" or "hint"."""
    sources: frozenset[str]
    """Nouns of utterances that carry a speaker: "statement", "letter"."""
    sets: Mapping[str, frozenset[str]]
    """Further closed word sets by name: "light", "hedges", "groups"."""
    nominals: Mapping[str, str]
    """Lemma of a verb -> its noun with the preposition of its object: "deport" -> "deportation of"."""
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    """Lemma of the first word of a verb phrase -> its further words and its noun: "bring to justice"."""
    kinds: Mapping[str, frozenset[str]]
    """Noun -> the kinds of thing that it names: "accord" -> {"treaty"}. Only one kind stands for itself."""
    deeds: Mapping[str, frozenset[str]]
    """Noun that stands for what was done -> verbs that do it, none for any: "exit" -> {"leave", "quit"}."""
    bodies: Mapping[str, frozenset[str]]
    """Noun that is short for a body -> kinds and ids of bodies: "charity" -> {"ngo"}."""
    numbers: Mapping[str, int]
    """Words for how many are meant: "both" -> 2."""
    confidences: Mapping[str, float] = field(default_factory=dict)

    def cues_for(self, part: Part, lemma: str) -> tuple[Cue, ...]:
        """Return the cues whose phrase starts with a lemma, longest first."""
        return self.cues.get((part, lemma), ())

    def has(self, name: str, word: str) -> bool:
        """Say whether a word is in one of the closed sets."""
        return word in self.sets[name]

    def confidence(self, rule: str) -> float:
        """Return the measured precision of a rule; what was never measured counts as even odds."""
        return self.confidences.get(rule, 0.5)


def load(folder: Any = None) -> StanceWords:
    """Read the stance words from a folder of YAML files; by default those that come with the package."""
    root = folder if folder is not None else files("cablegraph_ontology") / "words"
    stances = read_words(root / "stances.yml")
    phrases = read_words(root / "stance_phrases.yml")
    reporting = read_words(root / "reporting.yml")
    rules = read_words(root / "stance_rules.yml")
    sets = {name: frozenset(words) for name, words in {**stances["sets"], **reporting["sets"]}.items()}
    sets["deeds"] = frozenset(stances["deeds"])
    return StanceWords(
        cues=_index({part.value: stances[part.value] + phrases[part.value] for part in Part}),
        reporting={verb: kind for kind, verbs in reporting["verbs"].items() for verb in verbs},
        sources=frozenset(reporting["sources"]),
        sets=sets,
        nominals={verb: noun for verb, noun in stances["nominals"].items() if " " not in verb},
        phrases=_phrases(stances["nominals"]),
        kinds=_by_noun(stances["kinds"]),
        deeds={noun: frozenset(verbs) for noun, verbs in stances["deeds"].items()},
        bodies={noun: frozenset(kinds) for noun, kinds in stances["bodies"].items()},
        numbers=dict(reporting["numbers"]),
        confidences=rules,
    )


def _phrases(nominals: Mapping[str, str]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the verb phrases by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, noun in nominals.items():
        first, *rest = phrase.split()
        if rest:
            found.setdefault(first, []).append((tuple(rest), noun))
    return {first: tuple(sorted(rows, key=lambda r: (-len(r[0]), r))) for first, rows in found.items()}


def _by_noun(kinds: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    """Return the kinds of each noun, from the nouns of each kind."""
    nouns = {noun for members in kinds.values() for noun in members}
    return {noun: frozenset(k for k, members in kinds.items() if noun in members) for noun in sorted(nouns)}


@cache
def default() -> StanceWords:
    """Return the stance words that come with the package, read once a process."""
    return load()


def _index(stances: Mapping[str, Any]) -> dict[tuple[Part, str], tuple[Cue, ...]]:
    found: dict[tuple[Part, str], dict[tuple[tuple[str, ...], Use, str | None], Cue]] = {}
    for part in Part:
        for group in stances[part.value]:
            for phrase in group["words"]:
                cue = _cue(part, phrase, group)
                known = found.setdefault((part, cue.words[0]), {})
                if (cue.words, cue.use, cue.needs) in known:
                    raise LexiconError(f"{phrase!r} is declared twice as {cue.use} among the {part.value}")
                known[cue.words, cue.use, cue.needs] = cue
    return {key: tuple(sorted(cues.values(), key=_longest_first)) for key, cues in found.items()}


def _longest_first(cue: Cue) -> tuple[int, tuple[str, ...]]:
    return -len(cue.words), cue.words


def _cue(part: Part, phrase: str, group: Mapping[str, Any]) -> Cue:
    return Cue(
        words=tuple(phrase.split()),
        part=part,
        use=Use(group.get("use", "stance")),
        sign=group["sign"],
        act=Act(group["act"]) if group.get("act") else None,
        policy=tuple(group.get("policy", ())),
        target=tuple(group.get("target", ())),
        holder=tuple(group.get("holder", ())),
        speech=group.get("speech", False),
        modality=Modality(group["modality"]) if group.get("modality") else None,
        factive=group.get("factive", False),
        needs=group.get("needs"),
    )
