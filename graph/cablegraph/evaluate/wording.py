"""Compares wordings: which words two of them share when accents, spelling and little words do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from cablegraph_ontology.lexicon import read_words
from cablegraph_ontology.terms import slug

STEM = 5
"""Letters of a word that count when policies are compared: "deportations" and "deporting" are one."""

_POSSESSIVE = re.compile(r"['’]s?(?![^\W_])")
_TOKEN = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """The content of `words.yml`."""

    little: frozenset[str]
    generic: frozenset[str]
    organ: tuple[tuple[str, ...], ...]
    spellings: Mapping[str, str]
    short_forms: Mapping[str, tuple[str, ...]]


@cache
def comparison_words() -> ComparisonWords:
    """Return the words that come with the package, read once a process."""
    rows = read_words(files("cablegraph.evaluate") / "words.yml")
    return ComparisonWords(
        little=frozenset(rows["little"]),
        generic=frozenset(rows["generic"]),
        organ=tuple(tuple(words.split()) for words in rows["organ"]),
        spellings=rows["spellings"],
        short_forms={short: tuple(full.lower().split()) for short, full in rows["short_forms"].items()},
    )


@lru_cache(maxsize=1 << 16)
def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, without accents and possessive endings, in one spelling."""
    known = comparison_words()
    found: list[str] = []
    for token in _TOKEN.findall(_POSSESSIVE.sub("", unicodedata.normalize("NFC", text))):
        short = known.short_forms.get(token.replace(".", ""))
        found += short if short is not None else [known.spellings.get(w, w) for w in slug(token).split("-")]
    return tuple(found)


def content(text: str, also_drop: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the words that say what a wording is about; all its words when only little ones are there."""
    found = frozenset(plain_words(text))
    return found - comparison_words().little - also_drop or found


def stems(text: str) -> frozenset[str]:
    """Return the first letters of each content word."""
    return frozenset(word[:STEM] for word in content(text))


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which part of the smaller set is in the larger one, 0 to 1; 0 when one is empty."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def same_phrase(one: str, other: str) -> bool:
    """Say whether two wordings are about one thing: half of the shorter one's words are in the other."""
    return share(stems(one), stems(other)) >= 0.5


def same_title(one: str, other: str) -> bool:
    """Say whether two titles are one: half of the shorter one's words are in the other."""
    return share(content(one), content(other)) >= 0.5


def initials(text: str) -> str:
    """Return the first letters of a name's words, as an acronym takes them: "unhcr"."""
    little = comparison_words().little
    return "".join(word[0] for word in plain_words(text) if word not in little and word != "office")
