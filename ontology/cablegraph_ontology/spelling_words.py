"""How names vary from one newspaper to the next: sounds, articles, small words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cablegraph_ontology.lexicon import read_words


@dataclass(frozen=True, slots=True)
class SpellingWords:
    """The content of `words/spelling.yml`, all in lower case."""

    sounds: tuple[tuple[str, str], ...]
    """Spellings of one sound and its plain form, in the order in which they are replaced."""
    classes: Mapping[str, str]
    """Letters and the one under which they are looked up."""
    silent: frozenset[str]
    articles: tuple[str, ...]
    small: frozenset[str]
    envoys: frozenset[str]


@cache
def spelling_words() -> SpellingWords:
    """Return the words that come with the package, read once a process."""
    rows = read_words(files("cablegraph_ontology") / "words" / "spelling.yml")
    return SpellingWords(
        sounds=tuple((spelling, plain) for spelling, plain in rows["sounds"]),
        classes=dict(rows["classes"]),
        silent=frozenset(rows["silent"]),
        articles=tuple(rows["articles"]),
        small=frozenset(rows["small"]),
        envoys=frozenset(rows["envoys"]),
    )
