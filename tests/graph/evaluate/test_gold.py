"""Gold files: both forms of the cue, and every fault named with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.graph.evaluate.small_gold import TEXT, sentence

from cablegraph.evaluate.actors import default_actors
from cablegraph.evaluate.gold import GoldDocument, GoldError, document_key, gold_documents, read_rows
from cablegraph.evaluate.measure import load_articles
from cablegraph.evaluate.records import RoleRecord, StanceRecord

START, END = sentence(1)
STANCE: dict[str, Any] = {
    "document": "small.txt",
    "kind": "stance",
    "id": "S1",
    "level": "core",
    "start": START,
    "end": END,
    "cue": "would never sign",
    "holder": {"label": "Chile", "iso3": "CHL"},
    "policy": "pact",
    "polarity": -2,
    "target": None,
    "speaker": "Ana Rojas",
    "standing": "own",
    "modality": "asserted",
    "voice": "indirect",
}
ROLE: dict[str, Any] = {
    "document": "small.txt",
    "kind": "role",
    "id": "R1",
    "level": "ext",
    "start": START,
    "end": END,
    "cue_start": START,
    "cue_end": START + 26,
    "person": "Ana Rojas",
    "role": "Foreign Minister",
    "agency": None,
    "country": "CHL",
    "same_as": "R0",
}


def read(folder: Path, *rows: dict[str, Any] | str) -> list[GoldDocument]:
    path = folder / "small.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return gold_documents(read_rows(path), {"small": TEXT}, default_actors())


def test_records_and_spans_are_read(tmp_path: Path) -> None:
    spans = [{"document": "small", "kind": k, "start": 0, "end": 9, "why": k} for k in ("nothing", "ignore")]
    (document,) = read(tmp_path, STANCE, "", ROLE, *spans)
    role, stance = document.records
    assert isinstance(role, RoleRecord)
    assert isinstance(stance, StanceRecord)
    assert TEXT[stance.cue_start : stance.cue_end] == stance.cue == "would never sign"
    assert TEXT[role.cue_start : role.cue_end] == "Foreign Minister Ana Rojas"
    assert (role.cue, role.core, role.same_as, role.status) == ("", False, "R0", "current")
    assert role.codes == frozenset({"CHL"})
    assert stance.core
    assert stance.speaker is not None
    assert stance.speaker.names == ("Ana Rojas",)
    assert [span.why for span in (*document.nothing, *document.ignored)] == ["nothing", "ignore"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{", "small.jsonl:1: "),
        ("[]", "not an object"),
        ({"kind": "role"}, "not an object with a document"),
        ({**STANCE, "kind": "fact"}, "unknown kind 'fact'"),
        ({**STANCE, "document": "other"}, "no text for the document 'other'"),
        ({**STANCE, "start": END}, "no place in the text"),
        ({**STANCE, "end": 10_000}, "no place in the text"),
        ({**STANCE, "start": None}, "no place in the text"),
        ({**STANCE, "cue": "never signs"}, "does not have the words of the cue"),
        ({**ROLE, "cue_end": END + 1}, "cue is not inside"),
        ({**STANCE, "level": "sure"}, "unknown level 'sure'"),
        ({**STANCE, "polarity": 3}, "polarity is 3"),
        ({**STANCE, "standing": "mine"}, "standing: 'mine'"),
        ({**STANCE, "holder": 7}, "holder: no actor: 7"),
        ({**ROLE, "status": "late"}, "status: 'late'"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, row: dict[str, Any] | str, fault: str) -> None:
    with pytest.raises(GoldError, match=r"small\.jsonl:1: ") as caught:
        read(tmp_path, row)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("name", "key"),
    [("a/b/first.txt", "first"), ("first.html", "first"), ("first", "first"), ("v1.2", "v1.2")],
)
def test_documents_are_known_by_their_name_without_folder_and_ending(name: str, key: str) -> None:
    assert document_key(name) == key


def test_texts_are_looked_up_in_folders_and_lines(tmp_path: Path) -> None:
    (tmp_path / "small.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "more.jsonl").write_text(
        "".join(json.dumps({"id": name, "text": TEXT}) + "\n" for name in ("b", "other", "a")),
        encoding="utf-8",
    )
    found = load_articles([tmp_path], {"small", "a", "b", "missing"})
    assert list(found) == ["a", "b", "small"]
    assert load_articles([tmp_path, tmp_path / "small.txt"], {"small"})["small"].text == TEXT


def test_two_texts_with_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "small.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "small.jsonl").write_text(json.dumps({"id": "small", "text": TEXT[:-1]}), encoding="utf-8")
    with pytest.raises(GoldError, match="two texts are called 'small'"):
        load_articles([tmp_path], {"small"})
