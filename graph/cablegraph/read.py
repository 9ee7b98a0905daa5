"""Step 1: files, folders, lines and saved pages become articles. What cannot be read is named, never lost."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

from cablegraph.dates import parse_date
from cablegraph.model import Article, Note, Read, Skipped
from cablegraph_ontology.lexicon import read_words

MAX_CHARACTERS = 1_000_000
"""An article longer than this is not an article: it is skipped."""
MAX_BYTES = 4 * MAX_CHARACTERS + 100_000
"""A line or a file longer than this is not read into memory."""

STDIN = "-"


def read(paths: Iterable[str], stdin: IO[bytes] | None = None) -> Iterator[Read]:
    """Yield every article of the paths, in order, and a `Skipped` for everything that cannot be read.

    A path is a text file, a saved web page (.html, .htm), JSON Lines (.jsonl, .jsonl.gz), a folder of these
    (walked in sorted order), or "-" for JSON Lines on `stdin`. Nothing is raised for bad input.
    """
    for path in paths:
        if path == STDIN and stdin is not None:
            yield from _read_lines(stdin, "<stdin>")
        else:
            yield from _read_path(Path(path))


def _read_path(path: Path) -> Iterator[Read]:
    try:
        if path.is_dir():
            yield from _read_folder(path)
        elif path.is_file():
            reader = _reader(path) or _read_text_file
            yield from reader(path)
        elif path.exists():
            yield Skipped(_where(path), "not a file or folder")
        else:
            yield Skipped(_where(path), "no such file or folder")
    except (OSError, EOFError, zlib.error) as error:
        yield Skipped(_where(path), f"cannot be read: {_plain_error(error)}")


def _read_folder(folder: Path) -> Iterator[Read]:
    for child in sorted(folder.iterdir()):
        if child.name.startswith("."):
            continue
        if child.is_symlink() and child.is_dir():
            # It may lead back to where we are.
            yield Note(_where(child), "a link to a folder is not followed")
        elif child.is_dir() or _reader(child) is not None:
            yield from _read_path(child)
        else:
            yield Note(_where(child), f"not read: its name does not end in {', '.join(_READERS)}")


def _plain_error(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _where(path: Path) -> str:
    """A path as it can be printed and written to the graph, also when its name is not UTF-8."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _reader(path: Path) -> Callable[[Path], Iterator[Read]] | None:
    name = path.name.lower()
    return next((reader for ending, reader in _READERS.items() if name.endswith(ending)), None)


def count(paths: Iterable[str]) -> int | None:
    """Return about how many articles the paths hold, for a progress bar; None when that cannot be told."""
    total = 0
    for name in paths:
        path = Path(name)
        if name == STDIN or path.name.lower().endswith(".gz"):
            return None
        children = (p for p in path.rglob("*") if _reader(p) is not None) if path.is_dir() else (path,)
        for child in children:
            if child.name.lower().endswith(".gz"):
                return None
            total += _lines_of(child) if child.name.lower().endswith(".jsonl") else 1
    return total


def _lines_of(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) or 1
    except OSError:
        return 1


# ------------------------------------------------------------------ one article a file
def _read_text_file(path: Path) -> Iterator[Read]:
    text = _decode(path)
    yield from _checked(Article(document=_where(path), text=text)) if isinstance(text, str) else [text]


# What is left of a page without an article: a menu, a button.
_PAGE_WORDS = 10


def _read_page(path: Path) -> Iterator[Read]:
    data = _bytes(path)
    if isinstance(data, Skipped):
        yield data
        return
    yield from page_article(data, _where(path))


def page_article(data: bytes, document: str) -> Iterator[Read]:
    """Yield the article in a web page. Its text is what trafilatura finds to be the article."""
    import trafilatura
    from trafilatura.settings import Document

    if not data.strip():
        yield Skipped(document, "empty")
        return
    try:
        found = trafilatura.bare_extraction(
            data,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # Fixed, so that the same page gives the same date tomorrow.
            date_extraction_params={
                "max_date": "2100-01-01",
                "original_date": True,
                "extensive_search": False,
            },
        )
    except Exception as error:  # a page can be broken in ways that no parser foresees
        yield Skipped(document, f"the page cannot be read: {type(error).__name__}: {str(error)[:120]}")
        return
    page = found.as_dict() if isinstance(found, Document) else {}
    text = page.get("text") or ""
    if len(text.split()) < _PAGE_WORDS:
        yield Skipped(document, "no article found in the page")
        return
    yield from _checked(
        Article(
            document=document,
            text=text,
            title=_clean_field(page.get("title")),
            date=parse_date(page.get("date") or ""),
            url=_clean_field(page.get("url")),
            publisher=_clean_field(page.get("sitename")),
        )
    )


def _bytes(path: Path) -> bytes | Skipped:
    size = path.stat().st_size
    if size > MAX_BYTES:
        return Skipped(_where(path), f"far too long: {size:,} bytes, the limit is {MAX_BYTES:,}")
    return path.read_bytes()


def _decode(path: Path) -> str | Skipped:
    data = _bytes(path)
    if isinstance(data, Skipped):
        return data
    if b"\0" in data:
        return Skipped(_where(path), f"binary: a NUL byte at position {data.index(0):,}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"0x{data[error.start]:02x}"
        return Skipped(_where(path), f"not UTF-8: byte {byte} at position {error.start:,}; convert it first")


# ------------------------------------------------------------------ JSON Lines
def _read_jsonl(path: Path) -> Iterator[Read]:
    with path.open("rb") as file:
        yield from _read_lines(file, _where(path))


def _read_jsonl_gz(path: Path) -> Iterator[Read]:
    with gzip.open(path, "rb") as file:
        yield from _read_lines(io.BufferedReader(file), _where(path))


def _read_lines(file: IO[bytes], name: str) -> Iterator[Read]:
    empty = True
    for number, line in enumerate(_bounded_lines(file), 1):
        where = f"{name}:{number}"
        if line is None:
            yield Skipped(where, f"far too long: over {MAX_BYTES:,} bytes")
        elif line.strip():
            yield from _read_line(line, where)
        else:
            continue
        empty = False
    if empty:
        yield Skipped(name, "empty")


def _bounded_lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines; None for one that is too long, which is passed over without being kept."""
    while line := file.readline(MAX_BYTES):
        if len(line) < MAX_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while rest := file.readline(MAX_BYTES):
            if rest.endswith(b"\n"):
                break
        yield None


def _read_line(line: bytes, where: str) -> Iterator[Read]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield Skipped(where, f"not UTF-8: byte 0x{line[error.start]:02x} at position {error.start:,}")
        return
    except (ValueError, RecursionError) as error:
        yield Skipped(where, f"bad JSON: {str(error)[:120]}")
        return
    if not isinstance(row, dict):
        yield Skipped(where, "not a JSON object")
        return
    yield from row_article(row, where)


def row_article(row: dict[str, Any], where: str) -> Iterator[Read]:
    """Yield the article of a JSON object with the keys id, text, title, date, url and publisher."""
    text = row.get("text")
    if not isinstance(text, str):
        yield Skipped(where, 'no "text", or not a string')
        return
    identifier = row.get("id")
    document = str(identifier) if isinstance(identifier, str | int) and str(identifier).strip() else where
    date = row.get("date")
    day = parse_date(date) if isinstance(date, str) else None
    if date not in (None, "") and day is None:
        yield Note(where, f"{str(date)[:40]!r} is no date: the article is read without it")
    article = Article(
        document=document,
        text=text,
        title=_clean_field(row.get("title")),
        date=day,
        url=_clean_field(row.get("url")),
        publisher=_clean_field(row.get("publisher")),
    )
    yield from _checked(article, where)


def _clean_field(value: object) -> str | None:
    """A line of metadata: one line, no control characters, or nothing."""
    if not isinstance(value, str):
        return None
    text = " ".join("".join(c if c.isprintable() else " " for c in value[:2000]).split())
    return text or None


# ------------------------------------------------------------------ what is an article
# A text shorter than this says too little to tell its language.
_LANGUAGE_WORDS = 40
_ENGLISH_SHARE = 0.12
"""Share of very frequent English words: 0.3 to 0.5 in English news, below 0.05 in other languages."""


def _checked(article: Article, where: str | None = None) -> Iterator[Read]:
    place = where or article.document
    reason = unreadable(article.text)
    yield article if reason is None else Skipped(place, reason)


def unreadable(text: str) -> str | None:
    """Return why a text is no article that can be read; None when it is one."""
    if not text.strip():
        return "empty"
    if len(text) > MAX_CHARACTERS:
        return f"far too long: {len(text):,} characters, the limit is {MAX_CHARACTERS:,}"
    if "\0" in text:
        return f"binary: a NUL character at {text.index(chr(0)):,}"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"a lone surrogate at character {error.start:,}"
    return None if _is_english(text) else "not in English"


def _is_english(text: str) -> bool:
    words = [word.strip(".,;:!?\"'“”‘’()[]") for word in text[:20_000].lower().split()]
    if len(words) < _LANGUAGE_WORDS:
        return True
    return sum(word in _english_words() for word in words) >= _ENGLISH_SHARE * len(words)


@cache
def _english_words() -> frozenset[str]:
    return frozenset(read_words(files("cablegraph_ontology") / "words" / "furniture.yml")["english"])


_READERS: dict[str, Callable[[Path], Iterator[Read]]] = {
    ".txt": _read_text_file,
    ".html": _read_page,
    ".htm": _read_page,
    ".jsonl": _read_jsonl,
    ".jsonl.gz": _read_jsonl_gz,
}
