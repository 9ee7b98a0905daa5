"""The two families of claims, each declared once.

A relation has two states: ``StanceClaim[Mention]`` is what a text says, ``StanceClaim[Entity]`` what the
graph holds. Whoever resolves, writes or shows claims walks `slots` and names no relation.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar, cast

T = TypeVar("T")
U = TypeVar("U")


class Voice(StrEnum):
    """How a claim is worded."""

    NEWSROOM = "newsroom"
    HEADLINE = "headline"
    DIRECT = "direct"
    INDIRECT = "indirect"


class Standing(StrEnum):
    """Who says it, relative to the holder."""

    OWN = "own"
    REPORTED = "reported"
    IMPUTED = "imputed"
    NESTED = "nested"


class Modality(StrEnum):
    """How firmly a stance is claimed."""

    ASSERTED = "asserted"
    DENIED = "denied"
    PLANNED = "planned"
    PREDICTED = "predicted"
    INFERRED = "inferred"
    PAST = "past"


class Status(StrEnum):
    """Whether a person holds an office at the time of the article."""

    CURRENT = "current"
    FORMER = "former"
    ACTING = "acting"
    INCOMING = "incoming"
    DECEASED = "deceased"


class DateBasis(StrEnum):
    """Where the date of a claim comes from."""

    STATED = "stated"
    RESOLVED = "resolved"
    PUBLICATION = "publication_date"


class Act(StrEnum):
    """What the holder does by taking the stance: the names of PLOVER's event types."""

    AGREE = "agree"
    CONSULT = "consult"
    SUPPORT = "support"
    CONCEDE = "concede"
    COOPERATE = "cooperate"
    AID = "aid"
    RETREAT = "retreat"
    REQUEST = "request"
    ACCUSE = "accuse"
    REJECT = "reject"
    THREATEN = "threaten"
    PROTEST = "protest"
    SANCTION = "sanction"
    MOBILIZE = "mobilize"
    COERCE = "coerce"
    ASSAULT = "assault"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The time of an utterance: one sortable best day, and the interval when the text gives only that."""

    date: datetime.date
    first: datetime.date | None = None
    last: datetime.date | None = None
    basis: DateBasis = DateBasis.PUBLICATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Generic[T]):
    """One reading of one place in one article. Offsets are code points in the untouched article text."""

    KIND: ClassVar[str]

    start: int
    """Where the sentence starts."""
    end: int
    """Where the sentence ends; excluded."""
    cue_start: int
    """Where the words that decided the reading start; inside the sentence."""
    cue_end: int
    rule: str
    """Name of the extractor that fired."""
    confidence: float
    """Measured precision of the rule on gold data, 0 to 1."""
    voice: Voice = Voice.NEWSROOM
    speaker: T | None = None
    speaker_text: str | None = None
    """The speaker as worded ("he", "Chinese officials"), also when nobody is named."""
    hedged: bool = False
    when: When | None = None

    def slots(self) -> Iterator[tuple[str, T]]:
        """Yield the filled places of the claim that hold a thing, with their names, in declared order."""
        for name in slot_names(type(self)):
            value = getattr(self, name)
            if value is not None:
                yield name, cast(T, value)

    def map(self, change: Callable[[T], U]) -> Claim[U]:
        """Return the claim with every slot changed: from mentions to entities, for example."""
        changed: dict[str, Any] = {name: change(value) for name, value in self.slots()}
        return cast("Claim[U]", replace(self, **changed))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleClaim(Claim[T]):
    """An official holds a role in an agency or for a country."""

    KIND: ClassVar[str] = "role"

    person: T
    role: str
    """The title as worded, without name, agency or country."""
    office: T | None = None
    agency: T | None = None
    country: T | None = None
    status: Status = Status.CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceClaim(Claim[T]):
    """A holder is for or against a policy that is named positively."""

    KIND: ClassVar[str] = "stance"

    holder: T
    policy: T
    polarity: int
    """Net stance of the holder towards the policy as named: -2, -1, 0, 1, 2."""
    target: T | None = None
    act: Act | None = None
    standing: Standing = Standing.REPORTED
    modality: Modality = Modality.ASSERTED
    operators: tuple[str, ...] = ()
    """The words between holder and policy that changed the sign, in order: ("refused to", "not")."""


RELATIONS: tuple[type[Claim[Any]], ...] = (RoleClaim, StanceClaim)

# A slot is a field whose declared type is the type variable, with or without None.
_SLOT_TYPES = {"T", "T | None"}


def slot_names(relation: type[Claim[Any]]) -> tuple[str, ...]:
    """Return the names of a relation's slots in declared order: "speaker", "holder", "policy", "target"."""
    return tuple(f.name for f in fields(relation) if f.type in _SLOT_TYPES)
