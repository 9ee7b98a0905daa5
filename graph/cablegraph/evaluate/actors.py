"""Tells whether two namings mean one actor: by the code of the state, by the name, or by the acronym."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cablegraph.evaluate.wording import comparison_words, content, initials, plain_words, share
from cablegraph.model import Entity
from cablegraph_ontology.lexicon import Form, Lexicon, default, plain_name
from cablegraph_ontology.role_words import role_words
from cablegraph_ontology.terms import Kind

ACRONYM_LETTERS = range(2, 9)

_ORGAN_KINDS = {"national_body", "parliament", "military", "court", "central_bank"}
_WITH_CODE = (Kind.COUNTRY, Kind.ORGANIZATION)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, by all the names given. `iso3` is the state that he, she or it belongs to."""

    names: tuple[str, ...]
    iso3: str | None = None
    kind: Kind | None = None
    """None in gold annotations, which do not say it."""
    state: bool = False
    """True for a state and for an organ of one; a party or a company is none."""


class Actors:
    """Makes actors of entities and of gold annotations, with what the lexicon knows about their names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._countries: dict[tuple[str, ...], str] = {}
        for name in lexicon.names():
            if name.kind == Kind.COUNTRY and name.form != Form.SEAT and not name.ambiguous:
                self._countries.setdefault(plain_words(name.words), name.key)
        self._bodies: dict[tuple[str, ...], str] = {}
        for body in lexicon.bodies.values():
            for words in (plain_name(body.name), *body.aliases):
                self._bodies.setdefault(plain_words(words), body.kind)

    def of_entity(self, entity: Entity) -> Actor:
        """Return the actor of a printed claim. Only countries and organisations carry a code."""
        code = entity.iso3 if entity.kind in _WITH_CODE else None
        code = self._country(entity.label) if code is None else code
        state = entity.kind == Kind.COUNTRY or self._is_state(entity.label)
        return Actor(_each_once((entity.label, entity.text)), code, entity.kind, state)

    def of_gold(self, value: object) -> Actor | None:
        """Return the actor of a gold annotation: an object with `label`, `iso3`, `aliases`, or words.

        Raises ValueError for anything else. A code that the object leaves out is looked up by the name.
        """
        if value is None or value == "":
            return None
        row = {"label": value} if isinstance(value, str) else value
        if not isinstance(row, dict) or not isinstance(row.get("label"), str):
            raise ValueError(f"no actor: {value!r}")
        label = row["label"]
        code = row["iso3"] if "iso3" in row else self._country(label)
        return Actor(_each_once((label, *row.get("aliases", ()))), code, None, self._is_state(label))

    def of_words(self, words: str) -> Actor:
        """Return an actor that is known by a wording only: "witnesses"."""
        return Actor((words,), self._country(words), None, self._is_state(words))

    def _country(self, name: str) -> str | None:
        words = plain_words(name)
        return self._countries.get(words[1:] if words[:1] == ("the",) else words)

    def _is_state(self, name: str) -> bool:
        if self._country(name) is not None:
            return True
        words = plain_words(name)
        known = self._bodies.get(words)
        return known in _ORGAN_KINDS if known is not None else _has_organ_word(words)


@cache
def default_actors() -> Actors:
    """Return what makes actors with the lexicon of the package, built once a process."""
    return Actors(default())


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _has_organ_word(words: tuple[str, ...]) -> bool:
    organs = comparison_words().organ
    return any(words[i : i + len(organ)] == organ for organ in organs for i in range(len(words)))


def same_actor(found: Actor | None, gold: Actor | None) -> bool:
    """Say whether two namings mean one actor; nobody is never somebody."""
    if found is None or gold is None:
        return False
    if found.iso3 is not None and gold.iso3 is not None:
        if found.iso3 != gold.iso3:
            return False
        if found.state and gold.state:
            return True
    if any(_same_name(one, other) for one in found.names for other in gold.names):
        return True
    return found.kind == Kind.PERSON and same_person(found, gold)


def same_or_none(found: Actor | None, gold: Actor | None) -> bool:
    """Say whether two slots agree: one actor in both, or nobody in both."""
    return gold is None if found is None else same_actor(found, gold)


def _same_name(one: str, other: str) -> bool:
    """Most words of the shorter name and half of the longer one's are shared, or one is the other's acronym.

    So "Foreign Ministry" is "Chinese Foreign Ministry", and the United Nations are not their refugee agency.
    """
    generic = comparison_words().generic
    a, b = content(one, generic), content(other, generic)
    if share(a, b) > 0.5 and 2 * len(a & b) >= max(len(a), len(b)):
        return True
    return _is_acronym(one, other) or _is_acronym(other, one)


def _is_acronym(short: str, full: str) -> bool:
    words = plain_words(short)
    if len(words) != 1 or len(words[0]) not in ACRONYM_LETTERS or len(plain_words(full)) < 2:
        return False
    return words[0] == initials(full)


def same_person(found: Actor | None, gold: Actor | None) -> bool:
    """Say whether two names can be one person: the surname agrees, and no given name contradicts."""
    if found is None or gold is None:
        return False
    return any(_same_person_name(one, other) for one in found.names for other in gold.names)


def _same_person_name(one: str, other: str) -> bool:
    short, long = sorted((_name_parts(one), _name_parts(other)), key=len)
    if not short:
        return False
    if len(short) == 1:
        return short[0] in (long[0], long[-1])
    if set(short) <= set(long):
        return True
    given = long[:-1]
    return short[-1] == long[-1] and all(any(_same_given(s, g) for g in given) for s in short[:-1])


def _same_given(one: str, other: str) -> bool:
    """An initial or a short form is no contradiction: "J." and "James", "Alex" and "Alexander"."""
    return one.startswith(other) or other.startswith(one)


def _name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name without honorifics, one-word titles and suffixes."""
    parts = plain_words(name)
    return tuple(p for p in parts if p not in _no_names()) or parts


@cache
def _no_names() -> frozenset[str]:
    titles = (words for title in default().titles.values() for words in title.words)
    rows = (*role_words().honorifics, *role_words().suffixes, *titles)
    # Single letters are initials of given names, "V" and "VI" included.
    return frozenset(w[0] for w in map(plain_words, rows) if len(w) == 1 and len(w[0]) > 1)
