"""A text of a few sentences, and short ways to write claims and gold records about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cablegraph.evaluate.actors import Actor, default_actors
from cablegraph.evaluate.gold import GoldDocument, Span
from cablegraph.evaluate.records import AnyRecord, RoleRecord, StanceRecord
from cablegraph.model import Entity
from cablegraph_ontology.terms import Kind, mint, slug

TEXT = (
    "Chile demands a ban on mines. "
    "Foreign Minister Ana Rojas said Chile would never sign the pact, and welcomed talks. "
    "Peru kept silent. "
    "Ms. Rojas, the foreign minister, spoke in Lima. "
    "More: Peru rejects talks."
)
SENTENCES = ("Chile demands", "Foreign Minister Ana", "Peru kept", "Ms. Rojas", "More:")


def sentence(number: int) -> tuple[int, int]:
    """Return where a sentence starts and ends, the first being 0."""
    start = TEXT.index(SENTENCES[number])
    return start, TEXT.index(".", start + 4) + 1


def place(number: int, cue: str = "") -> dict[str, Any]:
    """Return the offsets of a sentence and of a cue in it."""
    start, end = sentence(number)
    cue_start = TEXT.index(cue, start)
    cue_end = cue_start + len(cue) if cue else end
    return {"start": start, "end": end, "cue_start": cue_start, "cue_end": cue_end, "cue": cue}


def entity(kind: Kind, label: str, iso3: str | None = None, text: str | None = None) -> Entity:
    """Return an entity of a claim."""
    return Entity(iri=mint(kind, slug(label)), kind=kind, label=label, text=text or label, iso3=iso3)


def country(label: str, iso3: str) -> Actor:
    """Return a state as a claim names it."""
    return default_actors().of_entity(entity(Kind.COUNTRY, label, iso3))


def body(label: str, iso3: str | None = None) -> Actor:
    """Return an organisation as a claim names it."""
    return default_actors().of_entity(entity(Kind.ORGANIZATION, label, iso3))


def person(name: str) -> Actor:
    """Return a person as a claim names him or her."""
    return default_actors().of_entity(entity(Kind.PERSON, name))


def gold_actor(value: object) -> Actor:
    """Return an actor as a gold file names it."""
    actor = default_actors().of_gold(value)
    assert actor is not None
    return actor


CHILE = country("Chile", "CHL")
PERU = country("Peru", "PER")


def stance(number: int, holder: Actor | None, policy: str, polarity: int, **more: Any) -> StanceRecord:
    """Return a stance; `cue` is a part of the sentence."""
    at = place(number, more.pop("cue", ""))
    fields = {"id": f"{number}-{policy}-{polarity}", **at, **more}
    return StanceRecord(holder=holder, policy=(policy,), polarity=polarity, **fields)


def role(
    number: int, name: str, title: str, agency: Actor | None, code: str | None, **more: Any
) -> RoleRecord:
    """Return a role; `code` is the state that it is tied to."""
    at = place(number, more.pop("cue", ""))
    fields = {"id": f"{number}-{name}-{title}", **at, **more}
    codes = frozenset([code] if code is not None else [])
    return RoleRecord(person=person(name), role=title, agency=agency, codes=codes, **fields)


def document(
    *records: AnyRecord, nothing: tuple[Span, ...] = (), ignored: tuple[Span, ...] = ()
) -> GoldDocument:
    """Return the gold records of the text."""
    return GoldDocument("small", records, nothing, ignored)


def ext(record: AnyRecord) -> AnyRecord:
    """Return a record that a careful reader might leave out."""
    return replace(record, core=False)
