"""The command `cablegraph evaluate`, run as a user runs it, on a small article annotated here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cablegraph_server.cli import main

TEXT = (
    "The Foreign Minister of Chile, Ana Rojas, said on Monday that Chile condemned the embargo. "
    "Peru voted against the treaty."
)
END = TEXT.index(" Peru")
ROLE = {
    "person": "Ana Rojas",
    "role": "Foreign Minister",
    "agency": None,
    "country": "CHL",
    "status": "current",
}
STANCE = {
    "cue": "voted against",
    "policy": "treaty",
    "polarity": -2,
    "holder": {"label": "Peru", "iso3": "PER"},
}
ROWS: list[dict[str, Any]] = [
    {"kind": "role", "id": "R1", "level": "core", "start": 0, "end": END, **ROLE},
    {"kind": "stance", "id": "S1", "level": "core", "start": END + 1, "end": len(TEXT), **STANCE},
    {"kind": "stance", "id": "S2", "level": "core", "start": 0, "end": END, **STANCE, "cue": "on Monday"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one text and its gold file."""
    (tmp_path / "small.txt").write_text(TEXT, encoding="utf-8")
    lines = (json.dumps({"document": "small.txt", **row}) + "\n" for row in ROWS)
    (tmp_path / "gold.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def evaluate(folder: Path, *options: str) -> Result:
    paths = ("--gold", str(folder / "gold.jsonl"), "--texts", str(folder / "small.txt"))
    return CliRunner().invoke(main, ["evaluate", *paths, *options])


def test_it_prints_figures_and_errors(folder: Path) -> None:
    done = evaluate(folder, "--verbose")
    assert done.exit_code == 0, done.output
    assert "gold: 1 documents" in done.stdout
    assert "missed stance claims: 1" in done.stdout
    assert "small 0-90 S2: Peru | treaty | -2 | -" in done.stdout


def test_it_prints_json(folder: Path) -> None:
    done = evaluate(folder, "--json")
    figures = json.loads(done.stdout)["sets"][0]["relations"]
    assert (figures["role"]["found"], figures["role"]["gold"]) == (1, 1)
    assert (figures["stance"]["found"], figures["stance"]["gold"]) == (1, 2)
    assert evaluate(folder, "--json").stdout == done.stdout


@pytest.mark.parametrize(("least", "status"), [(0.5, 0), (0.6, 1)])
def test_the_exit_status_tells_of_a_figure_below_its_floor(folder: Path, least: float, status: int) -> None:
    floors = folder / "floors.yml"
    floors.write_text(f"- {{gold: gold, relation: stance, precision: 0, recall: {least}}}\n")
    done = evaluate(folder, "--floors", str(floors))
    assert done.exit_code == status
    assert ("below its floor" in done.stderr) is bool(status)


def test_it_writes_rules_and_a_page(folder: Path) -> None:
    page = folder / "page.md"
    page.write_text("<!-- figures of gold -->\n<!-- end of figures -->\n")
    done = evaluate(folder, "--write-rules", str(folder / "rules"), "--write-page", str(page))
    assert done.exit_code == 0, done.output
    assert "| role | 1.000 (1/1) | 1.000 (1/1) | 1.000 |" in page.read_text()
    assert "precision: 0.667, n: 1" in (folder / "rules" / "rules.yml").read_text()


@pytest.mark.parametrize(
    ("change", "message"),
    [({"end": 9_999}, "gold.jsonl:1: start and end are no place"), ({"document": "x"}, "no text for")],
)
def test_a_fault_in_the_gold_file_is_one_sentence(folder: Path, change: dict[str, Any], message: str) -> None:
    (folder / "gold.jsonl").write_text(json.dumps({"document": "small.txt", **ROWS[0], **change}))
    done = evaluate(folder)
    assert done.exit_code == 1
    assert message in done.stderr
    assert "Traceback" not in done.output


def test_a_text_that_cannot_be_read_is_named_with_the_reason(folder: Path) -> None:
    (folder / "small.txt").write_text("\0" + TEXT, encoding="utf-8")
    done = evaluate(folder)
    assert done.exit_code == 1
    assert "small.txt: binary: a NUL byte at position 0" in done.stderr


def test_outside_a_checkout_it_asks_for_gold_and_texts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    alone = CliRunner().invoke(main, ["evaluate"])
    assert alone.exit_code == 2
    assert "give --gold FILE --texts PATH" in alone.stderr
    half = CliRunner().invoke(main, ["evaluate", "--gold", "gold.jsonl"])
    assert half.exit_code == 2
    assert "go together" in half.stderr
