"""The questions that come with the vocabulary: what researchers ask, as SPARQL that they can change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

_FILE = re.compile(r"q[0-9][0-9]-([a-z0-9-]+)\.rq")


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words, and the query that answers it."""

    name: str
    """The name of its file without number and suffix: who-held-which-office."""
    title: str
    """The question in words: the first line of its file."""
    text: str
    """The SPARQL query, with its comments. It needs the prefixes of `terms.PREFIXES`."""


@cache
def questions() -> Mapping[str, Question]:
    """Return the questions by name, in the order of their numbers."""
    folder = resources.files("cablegraph_ontology") / "questions"
    found: dict[str, Question] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        match = _FILE.fullmatch(file.name)
        if match is not None:
            text = file.read_text(encoding="utf-8")
            title = text.split("\n", 1)[0].lstrip("# ").strip()
            found[match[1]] = Question(name=match[1], title=title, text=text)
    return MappingProxyType(found)
