"""The ready-made questions that come with the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Question:
    """A query, and the question that it answers."""

    name: str
    title: str
    query: str


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions in the order of their file names. The first comment of a file is its title."""
    folder = resources.files("cablegraph_ontology") / "questions"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return tuple(_question(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in files)


def _question(name: str, text: str) -> Question:
    comments = (line.lstrip("# ").strip() for line in text.splitlines() if line.startswith("#"))
    return Question(name, next((c for c in comments if c), name), text)
