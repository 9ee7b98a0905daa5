"""Reads gold annotations: JSON Lines by the annotation guide, checked against the texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from cablegraph.evaluate.actors import Actor, Actors
from cablegraph.evaluate.records import AnyRecord, RoleRecord, StanceRecord
from cablegraph_ontology.relations import Modality, Standing, Status, Voice

T = TypeVar("T")

ROLE, STANCE, NOTHING, IGNORE = "role", "stance", "nothing", "ignore"
LEVELS = ("core", "ext")


class GoldError(ValueError):
    """A gold file contradicts the guide or its text; the message names the file, the line and the fault."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a gold file, and where it stands."""

    where: str
    values: Mapping[str, Any]

    @property
    def document(self) -> str:
        """The key of the document that the line is about."""
        return document_key(str(self.values["document"]))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text without claims (`nothing`), or one that counts neither way (`ignore`)."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """What a careful reader finds in one text, in the order of the file."""

    document: str
    records: tuple[AnyRecord, ...]
    nothing: tuple[Span, ...]
    ignored: tuple[Span, ...]


def document_key(name: str) -> str:
    """Return what identifies a document: its id or file name without folder and ending."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    for ending in (".txt", ".html", ".htm"):
        base = base.removesuffix(ending)
    return base


def read_rows(path: Path) -> list[Row]:
    """Return the lines of a gold file. Raises GoldError for one that is no object with document and kind."""
    rows = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                rows.append(Row(f"{path}:{number}", _object(line, f"{path}:{number}")))
    return rows


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise GoldError(f"{where}: {error}") from None
    if not isinstance(values, dict) or "document" not in values:
        raise GoldError(f"{where}: not an object with a document")
    if values.get("kind") not in (ROLE, STANCE, NOTHING, IGNORE):
        raise GoldError(f"{where}: unknown kind {values.get('kind')!r}")
    return values


def gold_documents(rows: Sequence[Row], texts: Mapping[str, str], actors: Actors) -> list[GoldDocument]:
    """Return the annotations by document, sorted by its key; `texts` are the texts by document key.

    Raises GoldError when a text is missing, or when offsets, cue or a label do not fit.
    """
    by_document: dict[str, list[Row]] = {}
    for row in rows:
        by_document.setdefault(row.document, []).append(row)
    documents = []
    for document, own in sorted(by_document.items()):
        if document not in texts:
            raise GoldError(f"{own[0].where}: no text for the document {document!r}")
        documents.append(_document(document, own, texts[document], actors))
    return documents


def _document(document: str, rows: Sequence[Row], text: str, actors: Actors) -> GoldDocument:
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        _check_span(row, text)
        by_kind.setdefault(row.values["kind"], []).append(row)
    roles = [_role(row, text, actors) for row in by_kind.get(ROLE, ())]
    stances = [_stance(row, text, actors) for row in by_kind.get(STANCE, ())]
    nothing, ignored = (tuple(map(_span, by_kind.get(kind, ()))) for kind in (NOTHING, IGNORE))
    return GoldDocument(document, (*roles, *stances), nothing, ignored)


def _span(row: Row) -> Span:
    return Span(row.values["start"], row.values["end"], str(row.values.get("why") or ""))


def _check_span(row: Row, text: str) -> None:
    start, end = row.values.get("start"), row.values.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        raise GoldError(f"{row.where}: start and end are no place in the text: {start}, {end}")


def _role(row: Row, text: str, actors: Actors) -> RoleRecord:
    country = row.values.get("country")
    return RoleRecord(
        **_common(row, text),
        person=_actor(row, "person", actors),
        role=str(row.values.get("role") or ""),
        agency=_actor(row, "agency", actors),
        codes=frozenset([country] if country else []),
        status=_label(row, "status", Status) or Status.CURRENT.value,
    )


def _stance(row: Row, text: str, actors: Actors) -> StanceRecord:
    polarity = row.values.get("polarity")
    if polarity not in (-2, -1, 0, 1, 2):
        raise GoldError(f"{row.where}: the polarity is {polarity!r}, not -2 to 2")
    return StanceRecord(
        **_common(row, text),
        holder=_actor(row, "holder", actors),
        policy=(str(row.values.get("policy") or ""),),
        polarity=polarity,
        target=_actor(row, "target", actors),
        speaker=_actor(row, "speaker", actors),
        standing=_label(row, "standing", Standing),
        modality=_label(row, "modality", Modality),
        voice=_label(row, "voice", Voice),
        mirror=row.values.get("mirror"),
    )


def _common(row: Row, text: str) -> dict[str, Any]:
    values = row.values
    if values.get("level") not in LEVELS:
        raise GoldError(f"{row.where}: unknown level {values.get('level')!r}")
    cue_start, cue_end = _cue(row, text)
    return {
        "id": str(values.get("id") or row.where),
        "core": values["level"] == "core",
        "start": values["start"],
        "end": values["end"],
        "cue_start": cue_start,
        "cue_end": cue_end,
        # Words are compared only where an annotator wrote them down. Offsets alone would excuse more second
        # claims of one cue as repeats; without words, a repeat is one with the same policy.
        "cue": values.get("cue") or "",
        "same_as": values.get("same_as"),
    }


def _cue(row: Row, text: str) -> tuple[int, int]:
    """Return where the cue stands: by its offsets or its words; the whole sentence when neither is given."""
    values = row.values
    start, end = values["start"], values["end"]
    if values.get("cue_start") is not None:
        first, last = values["cue_start"], values["cue_end"]
        if not start <= first < last <= end:
            raise GoldError(f"{row.where}: the cue is not inside the sentence")
        return first, last
    if not values.get("cue"):
        return start, end
    place = text.find(values["cue"], start, end)
    if place < 0:
        raise GoldError(f"{row.where}: the sentence does not have the words of the cue")
    return place, place + len(values["cue"])


def _actor(row: Row, slot: str, actors: Actors) -> Actor | None:
    return _checked(row, slot, lambda: actors.of_gold(row.values.get(slot)))


def _label(row: Row, slot: str, labels: type[StrEnum]) -> str | None:
    value = row.values.get(slot)
    return None if value is None else _checked(row, slot, lambda: labels(value).value)


def _checked(row: Row, slot: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except ValueError as error:
        raise GoldError(f"{row.where}: {slot}: {error}") from None
