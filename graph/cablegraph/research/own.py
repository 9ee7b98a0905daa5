"""What a user brings to the pipeline: words of one's own, and a run that tells results apart."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cablegraph.run import Run, this_run
from cablegraph.store import Store
from cablegraph_ontology.lexicon import Lexicon, LexiconError, default, load, refuse_clashes
from cablegraph_ontology.terms import Graph, fingerprint

if TYPE_CHECKING:
    from spacy.language import Language

_EMPTY = {
    "countries.yml": "[]",
    "bodies.yml": "[]",
    "ministries.yml": "[]",
    "titles.yml": "{titles: [], modifiers: {}}",
}


def own_lexicon(words: Lexicon | str | Path | None) -> Lexicon:
    """Return a lexicon: the one of the package, the one given, or the first with the words of a folder added.

    The folder may hold countries.yml, bodies.yml, ministries.yml and titles.yml, in the form of the files of
    the package. An entry with an id that the package has takes the place of that entry. Raises LexiconError
    when the folder has none of these files, or when a word names two things.
    """
    if words is None:
        return default()
    if isinstance(words, Lexicon):
        return words
    folder = Path(words)
    if not any((folder / name).is_file() for name in _EMPTY):
        raise LexiconError(f"no word files in {folder}: one of {', '.join(_EMPTY)} is needed")
    known, own = default(), load(_Folder(folder))
    lexicon = Lexicon(
        countries={**known.countries, **own.countries},
        bodies={**known.bodies, **own.bodies},
        portfolios={**known.portfolios, **own.portfolios},
        titles={**known.titles, **own.titles},
        modifiers={**known.modifiers, **own.modifiers},
    )
    refuse_clashes(lexicon)
    return lexicon


class _Folder:
    """A folder in which a word file that is not there is empty."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __truediv__(self, name: str) -> Path | _Text:
        file = self._path / name
        return file if file.is_file() else _Text(_EMPTY[name])


@dataclass(frozen=True, slots=True)
class _Text:
    """A file that is only its text."""

    text: str

    def read_text(self, encoding: str) -> str:  # noqa: ARG002 - as a Path has it
        return self.text


def own_run(model: str | Language, changes: Iterable[object]) -> Run:
    """Return the run of a pipeline with parts of one's own; None and () are no change.

    The same parts give the same run: a function counts by its name and its source, words by their content.
    """
    name = model if isinstance(model, str) else f"{model.meta['lang']}_{model.meta['name']}"
    run = this_run(name)
    if not isinstance(model, str):
        run = replace(run, model=f"{name} {model.meta['version']} {fingerprint(*model.pipe_names)[:8]}")
    parts = [part for change in changes if change not in (None, ()) for part in _content(change)]
    return replace(run, code=fingerprint(run.code, *parts)[:16]) if parts else run


def stored_run(store: Store) -> Run | None:
    """Return the run that read a graph, or None for a graph that says nothing of it."""
    rows = store.rows(
        f"SELECT ?program ?code ?model ?spacy {{ GRAPH <{Graph.RUNS}> {{"
        " ?run kg:program ?program ; kg:code ?code ; kg:model ?model ; kg:spacy ?spacy } } ORDER BY ?run"
    )
    return next((Run(*row) for row in rows), None)


def _content(part: object) -> Iterable[str]:
    if isinstance(part, tuple):
        return (text for member in part for text in _content(member))
    if isinstance(part, str | Path):
        files = (Path(part) / name for name in _EMPTY)
        return [file.read_text(encoding="utf-8") for file in files if file.is_file()]
    if isinstance(part, Lexicon):
        return [repr(part)]
    return [getattr(part, "__qualname__", type(part).__qualname__), _source(part)]


def _source(part: object) -> str:
    """Return the source of a function or of the class of an object; nothing where there is none to be had."""
    try:
        return inspect.getsource(part if callable(part) and hasattr(part, "__code__") else type(part))
    except (OSError, TypeError):
        return ""
