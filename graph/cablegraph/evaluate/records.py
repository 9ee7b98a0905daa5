"""One shape for both sides of the comparison: a printed claim and a gold annotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from cablegraph.evaluate.actors import Actor, Actors
from cablegraph.model import Entity
from cablegraph_ontology.relations import Claim, RoleClaim, StanceClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A claim at one place of one text. Offsets are code points in the untouched text."""

    id: str
    """The id in the gold file, or the IRI of the claim."""
    start: int
    end: int
    """The sentence."""
    cue_start: int
    cue_end: int
    cue: str
    """The words of the cue; empty where a gold file gives offsets only."""
    core: bool = True
    """Gold only: False for what a careful reader might leave out."""
    same_as: str | None = None
    """Gold only: the id of the record that states this fact first."""
    rule: str = ""
    """Claims only: the rule that fired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRecord(Record):
    """An official holds a role in a body or for a state."""

    person: Actor | None
    role: str
    agency: Actor | None = None
    codes: frozenset[str] = frozenset()
    """ISO codes of the states that the role is tied to: of the country, and for claims of the body too."""
    status: str = "current"

    def summary(self) -> str:
        """Return the claim in one line: person, title, body, state."""
        parts = (first_name(self.person), self.role, first_name(self.agency), ", ".join(sorted(self.codes)))
        return " | ".join(part or "-" for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceRecord(Record):
    """A holder is for or against a policy."""

    holder: Actor | None
    policy: tuple[str, ...]
    """Every wording of the policy."""
    polarity: int
    target: Actor | None = None
    speaker: Actor | None = None
    speaker_words: Actor | None = None
    """Claims only: the speaker as worded, when there is no name to it."""
    standing: str | None = None
    modality: str | None = None
    voice: str | None = None
    mirror: str | None = None
    """Gold only: an opposite policy that is equally right with the sign turned round."""

    def summary(self) -> str:
        """Return the claim in one line: holder, policy, polarity, target."""
        parts = (
            first_name(self.holder),
            self.policy[0],
            f"{self.polarity:+d}" if self.polarity else "0",
            first_name(self.target),
        )
        return " | ".join(part or "-" for part in parts)


def first_name(actor: Actor | None) -> str | None:
    """Return what an actor is called, or None when there is no actor."""
    return actor.names[0] if actor is not None else None


AnyRecord: TypeAlias = RoleRecord | StanceRecord


def record_of(claim: Claim[Entity], iri: str, text: str, actors: Actors) -> AnyRecord:
    """Return a printed claim as a record; `text` is the article's."""
    if isinstance(claim, RoleClaim):
        return _role(claim, iri, text, actors)
    if isinstance(claim, StanceClaim):
        return _stance(claim, iri, text, actors)
    raise TypeError(f"no record for {type(claim).__name__}")


def _role(claim: RoleClaim[Entity], iri: str, text: str, actors: Actors) -> RoleRecord:
    codes = {e.iso3 for e in (claim.country, claim.agency) if e is not None and e.iso3 is not None}
    return RoleRecord(
        id=iri,
        start=claim.start,
        end=claim.end,
        cue_start=claim.cue_start,
        cue_end=claim.cue_end,
        cue=text[claim.cue_start : claim.cue_end],
        rule=claim.rule,
        person=actors.of_entity(claim.person),
        role=claim.role,
        agency=_actor(claim.agency, actors),
        codes=frozenset(codes),
        status=claim.status.value,
    )


def _stance(claim: StanceClaim[Entity], iri: str, text: str, actors: Actors) -> StanceRecord:
    return StanceRecord(
        id=iri,
        start=claim.start,
        end=claim.end,
        cue_start=claim.cue_start,
        cue_end=claim.cue_end,
        cue=text[claim.cue_start : claim.cue_end],
        rule=claim.rule,
        holder=actors.of_entity(claim.holder),
        policy=tuple(dict.fromkeys((claim.policy.label, claim.policy.text))),
        polarity=claim.polarity,
        target=_actor(claim.target, actors),
        speaker=_actor(claim.speaker, actors),
        speaker_words=actors.of_words(claim.speaker_text) if claim.speaker_text else None,
        standing=claim.standing.value,
        modality=claim.modality.value,
        voice=claim.voice.value,
    )


def _actor(entity: Entity | None, actors: Actors) -> Actor | None:
    return actors.of_entity(entity) if entity is not None else None
