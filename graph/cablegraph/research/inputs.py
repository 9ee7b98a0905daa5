"""What a program may hand over as articles: paths, articles, dicts, or many of these."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from os import fspath
from pathlib import Path
from typing import Any, TypeAlias

from cablegraph.model import Article, Note, Read, Skipped
from cablegraph.read import read, row_article

OneGiven: TypeAlias = str | Path | Article | Mapping[str, Any]
Given: TypeAlias = OneGiven | Iterable[OneGiven]
"""A path, an article, a dict (keys text, id, title, date, url, publisher), or an iterable of these."""


class InputWarning(UserWarning):
    """An input that could not be read, or that was read with a reservation."""


def articles_of(given: Given) -> Iterator[Read]:
    """Yield what is read, in order. Raises TypeError for what can be no article."""
    several = [given] if isinstance(given, str | Path | Article | Mapping) else given
    for number, item in enumerate(several, 1):
        if isinstance(item, Article):
            yield item
        elif isinstance(item, Mapping):
            yield from row_article(dict(item), f"article {number}")
        elif isinstance(item, str | Path):
            yield from read([fspath(item)])
        else:
            raise TypeError(f"an article is a path, an Article or a dict, not {type(item).__name__}")


def warn_of(item: object) -> None:
    """Warn of what could not be read; say nothing of the rest."""
    if isinstance(item, Skipped | Note):
        word = "skipped" if isinstance(item, Skipped) else "note"
        warnings.warn(f"{word}: {item.where}: {item.reason}", InputWarning, stacklevel=2)
