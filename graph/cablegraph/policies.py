"""Part of step 5: ties the wording of a policy to a concept, curated where the core knows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from cablegraph.model import Entity, Mention
from cablegraph_ontology.lexicon import Country, Lexicon, LexiconError, read_words
from cablegraph_ontology.terms import Kind, mint, slug


@dataclass(frozen=True, slots=True)
class Concept:
    """A policy of the curated core. `broader` is the key of its topic."""

    key: str
    label: str
    alt: tuple[str, ...] = ()
    about: str = "none"
    """What narrows it: "people", "country" or "none"."""
    link: str = ""
    """The preposition before what narrows it."""
    broader: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase tied to a concept: its label, and the concept that is wider when the phrase narrows it."""

    label: str
    concept: Concept | None = None


# What ends the head of a phrase and starts its complement: "deportation | of North Korean migrants".
_LINKS = frozenset(
    [
        "of",
        "on",
        "in",
        "to",
        "for",
        "with",
        "against",
        "from",
        "by",
        "over",
        "at",
        "about",
        "into",
        "between",
        "under",
    ]
)
_WORD = re.compile(r"[^\s,;()\"]+")
_DETERMINERS = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "its",
        "his",
        "her",
        "their",
        "our",
        "my",
        "your",
        "some",
    ]
)


class Policies:
    """Ties mentions of policies to concepts. Calling it is what the resolver needs."""

    def __init__(self, core: Mapping[str, Any], lexicon: Lexicon) -> None:
        self._transparent = frozenset(core["transparent"])
        self._siding = frozenset(core["siding"])
        self._persons = frozenset(core["persons"])
        self._empty = frozenset(core["empty"])
        self._countries = _country_words(lexicon)
        self._names = {key: country.name for key, country in lexicon.countries.items()}
        self._peoples = {key: _people(country) for key, country in lexicon.countries.items()}
        self._concepts: dict[str, Concept] = {}
        self._by_words: dict[tuple[str, ...], Concept] = {}
        for topic in core["topics"]:
            self._add_topic(topic)
        self._longest = max(len(phrase) for phrase in self._by_words)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Policies:
        """Return the core that comes with the package, with the countries of a lexicon."""
        return cls(read_words(files("cablegraph_ontology") / "words" / "policies.yml"), lexicon)

    def __call__(self, mention: Mention) -> Entity:
        """Return the concept of a policy mention."""
        found = self.read(mention.name or mention.text)
        return Entity(
            iri=mint(Kind.POLICY, slug(found.label)),
            kind=Kind.POLICY,
            label=found.label,
            text=mention.text,
            curated=found.concept is not None,
        )

    def concepts(self) -> Iterator[Concept]:
        """Yield the curated concepts and their topics, in the order of the file."""
        yield from self._concepts.values()

    def concept(self, key: str) -> Concept | None:
        """Return what is known of a policy by its key: a concept, or one narrowed to a people or country.

        "sanctions-on-iran" is not in the core, but "sanctions" is its wider concept.
        """
        known = self._concepts.get(key)
        if known is not None:
            return known
        parts = key.split("-")
        for cut in range(len(parts) - 1, 0, -1):
            wider = self._concepts.get("-".join(parts[:cut]))
            if wider is not None and wider.about != "none" and (not wider.link or parts[cut] == wider.link):
                return Concept(key, key.replace("-", " "), broader=wider.key)
        return None

    def read(self, phrase: str) -> Wording:
        """Return the label and the concept of a phrase that names an option positively."""
        tokens = [t for t in _WORD.findall(phrase) if t.lower() not in _DETERMINERS]
        if not tokens:
            return Wording(" ".join(phrase.split()) or "policy")
        return self._read(tokens, 0)

    def _read(self, tokens: list[str], depth: int) -> Wording:
        whole = self._by_words.get(_normal(tokens))
        if whole is not None:
            return Wording(whole.label, whole)
        cut = next((i for i, t in enumerate(tokens) if i and t.lower() in _LINKS), len(tokens))
        head, rest = tokens[:cut], tokens[cut:]
        head = [t for t in head if t.lower() not in self._empty] or head
        if len(rest) > 1 and depth < 3 and " ".join(head).lower() in self._transparent:
            inner = self._read(rest[1:], depth + 1)
            if inner.concept is not None or " ".join(head).lower() not in self._siding:
                return inner
        if len(head) > 1 and head[0].endswith("ing") and depth < 3:
            inner = self._read([*head[1:], *rest], depth + 1)
            plain = " ".join([*head[1:], *rest])
            return Wording(f"{head[0]} {inner.label if inner.concept is not None else plain}")
        concept = self._concept_in(head, rest)
        if concept is not None:
            return Wording(self._narrowed(concept, tokens, cut), concept)
        if len(rest) > 1 and depth < 3:
            inner = self._read(rest[1:], depth + 1)
            return Wording(
                " ".join([*head, rest[0], inner.label if inner.concept is not None else " ".join(rest[1:])])
            )
        return Wording(" ".join([*head, *rest]))

    def _concept_in(self, head: list[str], rest: list[str]) -> Concept | None:
        """Return the concept that ends the head of a phrase, reaching into the complement if need be."""
        for reach in range(min(len(rest), 5), -1, -1):
            tokens = head + [t for t in rest[:reach] if t.lower() not in _DETERMINERS]
            for start in range(max(0, len(tokens) - self._longest), len(tokens)):
                if reach == 0 or start < len(head):
                    found = self._by_words.get(_normal(tokens[start:]))
                    if found is not None:
                        return found
        return None

    def _narrowed(self, concept: Concept, tokens: list[str], cut: int) -> str:
        """Return the label with the people or country that the phrase is about."""
        if concept.about == "none":
            return concept.label
        places = [*range(cut, len(tokens)), *range(cut)]
        for place in places:
            country, length = self._country_at(tokens, place)
            if country is None:
                continue
            if concept.about == "country":
                name: str | None = self._names[country]
            else:
                following = tokens[place + length : place + length + 2]
                person = any(_singular(t.lower().strip("'")) in self._persons for t in following)
                name = self._peoples[country] if person or not following else None
            if name is not None:
                return f"{concept.label} {concept.link} {name}".replace("  ", " ")
        return concept.label

    def _country_at(self, tokens: list[str], place: int) -> tuple[str | None, int]:
        for length in (4, 3, 2, 1):
            words_here = (
                " ".join(tokens[place : place + length])
                .removesuffix("'s")
                .removesuffix("’s")
                .removesuffix("'")
            )
            key = self._countries.get(words_here)
            if key is not None and place + length <= len(tokens):
                return key, length
        return None, 0

    def _add_topic(self, topic: Mapping[str, Any]) -> None:
        wide = Concept("topic-" + slug(topic["topic"]), topic["topic"])
        self._add(wide)
        for row in topic["policies"]:
            self._add(
                Concept(
                    slug(row["label"]),
                    row["label"],
                    tuple(row.get("alt", ())),
                    row.get("about", "none"),
                    row.get("link", ""),
                    wide.key,
                )
            )

    def _add(self, concept: Concept) -> None:
        if concept.key in self._concepts:
            raise LexiconError(f"two policies have the key {concept.key!r}")
        self._concepts[concept.key] = concept
        if concept.broader is None:
            return  # a topic is no option: nobody is for or against "trade and economy"
        for wording in (concept.label, *concept.alt):
            phrase = _normal(_WORD.findall(wording))
            other = self._by_words.setdefault(phrase, concept)
            if other.key != concept.key:
                raise LexiconError(f"{wording!r} names both {other.key} and {concept.key}")


def _normal(tokens: list[str]) -> tuple[str, ...]:
    """Return words in lower case, singular, without determiners: what makes two wordings the same."""
    plain = (t.lower().replace("’", "'").strip("'").replace("-", " ") for t in tokens)
    return tuple(_singular(w) for t in plain if t not in _DETERMINERS for w in t.split())


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) and len(word) > 3:
        return word[:-1]
    return word


def _country_words(lexicon: Lexicon) -> dict[str, str]:
    """Return the key of each country by its wordings."""
    keys: dict[str, str] = {}
    for key, country in lexicon.countries.items():
        for wording in (
            country.name,
            *country.aliases,
            *country.adjectives,
            *country.people,
            *country.capital,
        ):
            keys.setdefault(wording.removeprefix("the "), key)
    return keys


def _people(country: Country) -> str:
    """Return what the nationals are called: "North Koreans", or "people from X" where no word is known."""
    plural = [word for word in country.people if word.endswith("s")]
    return next(iter((*plural, *country.people)), f"people from {country.name}")
