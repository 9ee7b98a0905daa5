"""The words for countries, bodies, ministries and titles: read from YAML, checked, looked up.

A word that names two things is an error at load, unless both entries declare it ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from cablegraph_ontology.terms import Kind


class Form(StrEnum):
    """How words name a thing."""

    NAME = "name"
    ADJECTIVE = "adjective"
    """A demonym before a noun: "Chinese officials"."""
    PEOPLE = "people"
    """Nationals: "the Chinese", "North Koreans"."""
    CAPITAL = "capital"
    SEAT = "seat"
    """A building or place that stands for a government: "the Kremlin"."""
    PATTERN = "pattern"
    """Composed in the text, not in the lexicon: "Ministry of Civil Affairs"."""
    DESCRIPTOR = "descriptor"
    """A noun phrase without a name: "the head of the agency"."""
    PRONOUN = "pronoun"
    CONTEXT = "context"
    """Not in the sentence at all: supplied by the article."""


@dataclass(frozen=True, slots=True)
class Country:
    """A state. `key` is ISO 3166 alpha-3, `point` latitude and longitude in degrees."""

    key: str
    name: str
    wikidata: str | None = None
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    ambiguous: tuple[str, ...] = ()
    not_meant: tuple[str, ...] = ()
    """Wordings with a word of this country that name something else: "Latin American"."""


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that acts in the news."""

    key: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    heads: tuple[str, ...] = ()
    """Titles that imply this body when nothing else names it."""
    portfolio: str | None = None
    speaks_for: str | None = None
    """ISO code of the country whose official position this body states."""
    wikidata: str | None = None
    seat: str | None = None
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A ministry that every state may have: "Foreign Ministry", "Ministry of Defence"."""

    key: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """A role that news ties to a name."""

    key: str
    words: tuple[str, ...]
    plural: tuple[str, ...]
    role_class: str
    speaks_for: str
    """"body", "country" or "self": whose position an utterance in that function is."""
    body_required: bool


@dataclass(frozen=True, slots=True)
class Name:
    """One wording of one thing."""

    words: str
    kind: Kind
    key: str
    form: Form
    ambiguous: bool


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All that is known beforehand, by id. Two lexicons are equal only when they are the same object."""

    countries: Mapping[str, Country]
    bodies: Mapping[str, Body]
    portfolios: Mapping[str, Portfolio]
    titles: Mapping[str, Title]
    modifiers: Mapping[str, tuple[str, ...]]

    def names(self) -> Iterator[Name]:
        """Yield every wording of every country and body, without a leading article, in a fixed order."""
        for country in self.countries.values():
            yield from _country_names(country)
        for body in self.bodies.values():
            ambiguous = set(variants(body.ambiguous))
            for words in variants((plain_name(body.name), *body.aliases)):
                yield Name(words, Kind.ORGANIZATION, body.key, Form.NAME, words in ambiguous)

    def swallowed(self) -> Iterator[str]:
        """Yield the wordings in which a word of a country does not mean that country, in a fixed order."""
        for country in self.countries.values():
            yield from country.not_meant


def _country_names(country: Country) -> Iterator[Name]:
    forms = (
        (Form.NAME, (country.name, *country.aliases)),
        (Form.ADJECTIVE, country.adjectives),
        (Form.PEOPLE, country.people),
        (Form.CAPITAL, country.capital),
        (Form.SEAT, country.seats),
    )
    for form, wordings in forms:
        for words in dict.fromkeys(wordings):
            yield Name(words, Kind.COUNTRY, country.key, form, words in country.ambiguous)


def plain_name(name: str) -> str:
    """Return a name without the bracket that sets homonyms apart: "House of Commons (United Kingdom)"."""
    return name.split(" (")[0]


# "UN" is written once in the lexicon; news writes it in three ways.
_SPELLINGS = (("UN", ("U.N.", "United Nations")), ("US", ("U.S.", "United States")))


def variants(wordings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the wordings with every spelling of "UN" and "US" added, each once, in order."""
    found: dict[str, None] = {}
    for words in wordings:
        found[words] = None
        for short, others in _SPELLINGS:
            if re.search(rf"\b{short}\b(?!\.)", words):
                for other in others:
                    found[re.sub(rf"\b{short}\b(?!\.)", other, words)] = None
    return tuple(found)


class LexiconError(ValueError):
    """The word files contradict themselves; the message names the words and both entries."""


def load(folder: Any = None) -> Lexicon:
    """Read the lexicon from a folder of YAML files; by default the one that comes with the package."""
    root = folder if folder is not None else files("cablegraph_ontology") / "words"
    titles = read_words(root / "titles.yml")
    lexicon = Lexicon(
        countries=_by_key(Country, read_words(root / "countries.yml")),
        bodies=_by_key(Body, read_words(root / "bodies.yml")),
        portfolios=_by_key(Portfolio, read_words(root / "ministries.yml")),
        titles={t["id"]: _title(t) for t in titles["titles"]},
        modifiers={key: tuple(words) for key, words in titles["modifiers"].items()},
    )
    refuse_clashes(lexicon)
    return lexicon


@cache
def default() -> Lexicon:
    """Return the lexicon that comes with the package, read once a process."""
    return load()


def read_words(file: Any) -> Any:
    """Return the content of a YAML word file, by the C parser where it is there: it is ten times faster."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)


def _by_key(make: Any, rows: list[dict[str, Any]]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for row in rows:
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if k != "id"}
        key = row["id"]
        if key in entries:
            raise LexiconError(f"two entries have the id {key!r}")
        entries[key] = make(key=key, **values)
    return entries


def _title(row: dict[str, Any]) -> Title:
    return Title(
        key=row["id"],
        words=tuple(row["words"]),
        plural=tuple(row.get("plural", ())),
        role_class=row["class"],
        speaks_for=row.get("speaks_for", "body"),
        body_required=row.get("body_required", False),
    )


def refuse_clashes(lexicon: Lexicon) -> None:
    """Raise LexiconError when a word names two things that do not both declare it ambiguous."""
    owner: dict[str, Name] = {}
    for name in lexicon.names():
        other = owner.setdefault(name.words, name)
        if other.key != name.key and not (other.ambiguous and name.ambiguous):
            raise LexiconError(
                f"{name.words!r} names both {other.key} and {name.key}: mark it ambiguous in both"
            )
