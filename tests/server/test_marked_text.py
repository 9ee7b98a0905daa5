"""Marks over a text, however they overlap."""

from __future__ import annotations

import time

import pytest

from cablegraph_server.marked_text import Mark, furniture, marked

TEXT = "abcdefghij"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [("abcdefghij", "")]),
        ([Mark(0, 10, "sentence", 1)], [("abcdefghij", "S")]),
        ([Mark(2, 5, "sentence", 1)], [("ab", ""), ("cde", "S"), ("fghij", "")]),
        (
            [Mark(1, 6, "sentence", 1), Mark(4, 8, "sentence", 2)],
            [("a", ""), ("bcd", "S"), ("ef", "S"), ("gh", "S"), ("ij", "")],
        ),
        (
            [Mark(1, 9, "sentence", 1), Mark(1, 9, "sentence", 2), Mark(3, 4, "cue", 1)],
            [("a", ""), ("bc", "S"), ("d", "SC"), ("efghi", "S"), ("j", "")],
        ),
        ([Mark(5, 5, "sentence", 1)], [("abcdefghij", "")]),
        ([Mark(7, 3, "sentence", 1)], [("abcdefghij", "")]),
        ([Mark(-5, 2, "sentence", 1), Mark(8, 99, "cue", 1)], [("ab", "S"), ("cdefgh", ""), ("ij", "C")]),
        ([Mark(20, 30, "sentence", 1)], [("abcdefghij", "")]),
        ([Mark(0, 3, "furniture")], [("abc", "F"), ("defghij", "")]),
    ],
)
def test_stretches(marks: list[Mark], expected: list[tuple[str, str]]) -> None:
    stretches = marked(TEXT, marks)
    shown = [(s.text, "S" * s.sentence + "C" * s.cue + "F" * s.furniture) for s in stretches]
    assert shown == expected


def test_claims_open_and_close_at_their_sentences() -> None:
    stretches = marked(TEXT, [Mark(1, 6, "sentence", 2), Mark(1, 8, "sentence", 1)])
    assert [(s.text, s.opens, s.closes) for s in stretches] == [
        ("a", (), ()),
        ("bcdef", (1, 2), (2,)),
        ("gh", (), (1,)),
        ("ij", (), ()),
    ]


def test_offsets_are_code_points() -> None:
    text = "😀é\u202e x"
    assert [s.text for s in marked(text, [Mark(1, 2, "cue", 1)])] == ["😀", "é", "\u202e x"]


def test_an_empty_text_has_no_stretches() -> None:
    assert marked("", [Mark(0, 5, "sentence", 1)]) == []


def test_many_overlapping_marks_take_little_time() -> None:
    text = "x" * 50_000
    marks = [Mark(n, 50_000 - n, "sentence", n) for n in range(20_000)]
    started = time.perf_counter()
    stretches = marked(text, marks)
    assert "".join(s.text for s in stretches) == text
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([], [(0, 10)]),
        ([(0, 10)], []),
        ([(2, 4), (6, 8)], [(0, 2), (4, 6), (8, 10)]),
        ([(6, 8), (2, 7)], [(0, 2), (8, 10)]),
    ],
)
def test_furniture_is_what_lies_in_no_block(
    blocks: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    assert [(m.start, m.end) for m in furniture(10, blocks)] == expected
