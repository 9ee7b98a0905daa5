"""Reading: whatever comes in, each article arrives and each bad input is named, and nothing is raised."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from cablegraph.model import Article, Note, Read, Skipped
from cablegraph.read import read

GOOD = "Ministers met in Geneva on Monday. They agreed to go on talking about the border."
FRENCH = "Le ministre des affaires étrangères a déclaré que son pays ne soutenait pas cette résolution. " * 6


def jsonl(*rows: object) -> io.BytesIO:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    return io.BytesIO(b"\n".join(lines) + b"\n")


def from_stdin(*rows: object) -> list[Read]:
    return list(read(["-"], stdin=jsonl(*rows)))


def test_a_line_gives_an_article_with_its_fields() -> None:
    row = {"id": "a1", "text": GOOD, "title": "Talks", "date": "2006-03-23T09:00:00Z", "publisher": "Wire"}
    [article] = from_stdin(row)
    assert isinstance(article, Article)
    assert (article.document, article.text, article.title) == ("a1", GOOD, "Talks")
    assert str(article.date) == "2006-03-23"
    assert article.publisher == "Wire"


def test_a_line_without_id_is_named_by_its_place() -> None:
    [article] = from_stdin({"text": GOOD})
    assert isinstance(article, Article)
    assert article.document == "<stdin>:1"


BAD_LINES: list[tuple[object, str]] = [
    (b"{broken", "bad JSON"),
    (b"[" * 100_000, "bad JSON"),
    (b'"only a string"', "not a JSON object"),
    (b"\xff\xfe{}", "not UTF-8"),
    ({"id": "x"}, 'no "text"'),
    ({"text": 7}, 'no "text"'),
    ({"text": "  \n "}, "empty"),
    ({"text": "a\0b"}, "NUL character at 1"),
    (b'{"text": "a lone \\ud800 surrogate"}', "lone surrogate at character 7"),
    ({"text": FRENCH}, "not in English"),
    ({"text": "word " * 300_000}, "far too long"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES, ids=[reason for _, reason in BAD_LINES])
def test_a_bad_line_is_named_and_the_others_go_on(line: object, reason: str) -> None:
    before, bad, after = from_stdin({"text": GOOD}, line, {"text": GOOD})
    assert isinstance(before, Article) and isinstance(after, Article)
    assert isinstance(bad, Skipped)
    assert bad.where == "<stdin>:2"
    assert reason in bad.reason


def test_a_date_that_is_none_is_noted_and_the_article_kept() -> None:
    note, article = from_stdin({"text": GOOD, "date": "the day after"})
    assert isinstance(note, Note) and "no date" in note.reason
    assert isinstance(article, Article) and article.date is None


def test_a_line_of_fifty_megabytes_is_passed_over_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    # A smaller limit stands for a larger line: the reader is the same.
    monkeypatch.setattr(sys.modules[read.__module__], "MAX_BYTES", 1000)
    long, good = from_stdin(b'{"text": "' + b"a" * 50_000 + b'"}', {"text": GOOD})
    assert isinstance(long, Skipped) and "far too long" in long.reason
    assert isinstance(good, Article)


FILES: list[tuple[str, bytes, str | None]] = [
    ("good.txt", GOOD.encode(), None),
    ("bom.txt", b"\xef\xbb\xbf" + GOOD.encode(), None),
    ("binary.txt", bytes(range(256)), "NUL byte at position 0"),
    ("empty.txt", b"", "empty"),
    ("latin1.txt", "Le café a fermé".encode("latin-1"), "byte 0xe9 at position 6"),
    ("page.html", b"<html><body><nav>Home</nav></body></html>", "no article found"),
    ("empty.html", b"", "empty"),
    ("broken.jsonl.gz", b"\x1f\x8b\x08\x00nonsense", "cannot be read"),
    ("empty.jsonl", b"\n\n", "empty"),
    ("picture.png", b"\x89PNG", "its name does not end in"),
]


def test_a_folder_is_walked_in_sorted_order_and_each_bad_file_named(tmp_path: Path) -> None:
    for name, data, _ in FILES:
        (tmp_path / name).write_bytes(data)
    (tmp_path / ".hidden.txt").write_text(GOOD)
    found = list(read([str(tmp_path)]))
    names = [Path(r.document if isinstance(r, Article) else r.where).name for r in found]
    assert names == sorted(name for name, _, _ in FILES)
    reasons = {name: reason for name, _, reason in FILES}
    for name, result in zip(names, found, strict=True):
        expected = reasons[name]
        if expected is None:
            assert isinstance(result, Article) and result.text == GOOD
        else:
            assert not isinstance(result, Article) and expected in result.reason


def test_gzip_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"id": "z", "text": GOOD}).encode()))
    [article] = read([str(path)])
    assert isinstance(article, Article) and article.document == "z"


def test_a_web_page_gives_the_article_and_its_metadata(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    sentences = " ".join(f"The minister said on day {i} that talks would go on." for i in range(20))
    page.write_text(
        "<html><head><title>Talks go on</title><meta property='article:published_time' content='2015-07-14'>"
        f"</head><body><nav>Home | World</nav><article><h1>Talks go on</h1><p>{sentences}</p></article>"
        "<footer>All rights reserved</footer></body></html>"
    )
    [article] = read([str(page)])
    assert isinstance(article, Article)
    assert "talks would go on" in article.text
    assert "All rights reserved" not in article.text
    assert str(article.date) == "2015-07-14"


def test_missing_paths_and_odd_files_are_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    missing, loop, pipe = read([str(tmp_path / "no-such"), str(tmp_path)])
    assert isinstance(missing, Skipped) and missing.reason == "no such file or folder"
    assert isinstance(loop, Note) and "not followed" in loop.reason
    assert isinstance(pipe, Skipped) and pipe.reason == "not a file or folder"
