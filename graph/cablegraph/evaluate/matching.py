"""Decides which claim matches which gold record. The rules in words: docs/quality.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from cablegraph.evaluate.actors import same_actor, same_or_none, same_person
from cablegraph.evaluate.records import Record, RoleRecord, StanceRecord
from cablegraph.evaluate.wording import content, same_phrase, same_title, share, stems

R = TypeVar("R", bound=Record)


class Stretch(Protocol):
    """Anything with a start and an end in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Rules(Generic[R]):
    """How claims of one relation are compared. All functions take the claim first, then the gold record."""

    relation: str
    record: type[R]
    matches: Callable[[R, R], bool]
    closeness: Callable[[R, R], float]
    """Which of several matches is the likeliest, 0 and up."""
    same_point: Callable[[R, R], bool]
    """Whether a second match at one place says nothing new."""
    elsewhere: bool
    """Whether a match in a sentence that is not annotated is right: roles are facts, stances are acts."""
    slots: Mapping[str, Callable[[R, R], bool | None]]
    """What else is compared in a pair; None when the gold record does not say."""


def overlap(one: Stretch, other: Stretch) -> bool:
    """Say whether two stretches are one place: they share at least half of the shorter one."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and 2 * shared >= min(one.end - one.start, other.end - other.start)


def inside(claim: Record, span: Stretch) -> bool:
    """Say whether the cue of a claim, or half of its sentence, lies in a span."""
    if span.start <= claim.cue_start and claim.cue_end <= span.end:
        return True
    return 2 * (min(claim.end, span.end) - max(claim.start, span.start)) >= claim.end - claim.start


# ------------------------------------------------------------------ roles
def body_right(claim: RoleRecord, gold: RoleRecord) -> bool | None:
    """Say whether the body agrees; None when the gold record has none."""
    return None if gold.agency is None else same_actor(claim.agency, gold.agency)


def place_right(claim: RoleRecord, gold: RoleRecord) -> bool:
    """Say whether the body or the state agrees, or the gold record asks for neither."""
    if gold.agency is None and not gold.codes:
        return True
    return bool(body_right(claim, gold)) or bool(claim.codes & gold.codes)


def role_matches(claim: RoleRecord, gold: RoleRecord) -> bool:
    """Person, and body or state; and the same sentence, or elsewhere in the article the same title."""
    if not same_person(claim.person, gold.person) or not place_right(claim, gold):
        return False
    return overlap(claim, gold) or same_title(claim.role, gold.role)


def role_closeness(claim: RoleRecord, gold: RoleRecord) -> float:
    """The sentence weighs most, then the title."""
    one, other = content(claim.role), content(gold.role)
    return (
        3 * overlap(claim, gold)
        + 2 * len(one & other) / max(1, len(one | other))
        + bool(body_right(claim, gold))
        + (claim.status == gold.status)
    )


# ------------------------------------------------------------------ stances
def sign(polarity: int) -> int:
    """Return -1, 0 or 1."""
    return (polarity > 0) - (polarity < 0)


def same_policy(claim: StanceRecord, gold: StanceRecord) -> bool:
    """Say whether one of the claim's wordings is about the policy as the gold record names it."""
    return any(same_phrase(one, other) for one in claim.policy for other in gold.policy)


def sign_right(claim: StanceRecord, gold: StanceRecord) -> bool:
    """Say whether the sign agrees, or is turned round towards the opposite policy."""
    if sign(claim.polarity) == sign(gold.polarity):
        return True
    mirror = gold.mirror
    if mirror is None or sign(claim.polarity) != -sign(gold.polarity) or same_policy(claim, gold):
        return False
    return any(same_phrase(one, mirror) for one in claim.policy)


def stance_matches(claim: StanceRecord, gold: StanceRecord) -> bool:
    """Same holder, sentence and sign."""
    return overlap(claim, gold) and sign_right(claim, gold) and same_or_none(claim.holder, gold.holder)


def stance_closeness(claim: StanceRecord, gold: StanceRecord) -> float:
    """The policy weighs most; then the cue, the target and the exact polarity."""
    return (
        2 * same_policy(claim, gold)
        + share(stems(claim.cue), stems(gold.cue))
        + same_or_none(claim.target, gold.target)
        + (claim.polarity == gold.polarity)
    )


def stance_says_the_same(claim: StanceRecord, gold: StanceRecord) -> bool:
    """Say whether a second match says nothing new: the same policy, or half of the words of the cue."""
    return same_policy(claim, gold) or share(stems(claim.cue), stems(gold.cue)) >= 0.5


def speaker_right(claim: StanceRecord, gold: StanceRecord) -> bool:
    """Say whether the speaker agrees: by name, else by the words ("witnesses"); none is the newsroom."""
    if gold.speaker is None:
        return claim.speaker is None
    speaker = claim.speaker if claim.speaker is not None else claim.speaker_words
    return same_actor(speaker, gold.speaker) or same_person(speaker, gold.speaker)


ROLES: Rules[RoleRecord] = Rules(
    relation="role",
    record=RoleRecord,
    matches=role_matches,
    closeness=role_closeness,
    same_point=role_matches,
    elsewhere=True,
    slots={
        "title": lambda claim, gold: same_title(claim.role, gold.role),
        "body": body_right,
        "sentence": overlap,
        "status": lambda claim, gold: claim.status == gold.status,
    },
)

STANCES: Rules[StanceRecord] = Rules(
    relation="stance",
    record=StanceRecord,
    matches=stance_matches,
    closeness=stance_closeness,
    same_point=stance_says_the_same,
    elsewhere=False,
    slots={
        "policy": same_policy,
        "target": lambda claim, gold: same_or_none(claim.target, gold.target),
        "speaker": speaker_right,
        "standing": lambda claim, gold: claim.standing == gold.standing,
        "modality": lambda claim, gold: claim.modality == gold.modality,
        "voice": lambda claim, gold: claim.voice == gold.voice,
        "exact polarity": lambda claim, gold: claim.polarity == gold.polarity,
    },
)

RELATIONS: tuple[Rules[Any], ...] = (ROLES, STANCES)


# ------------------------------------------------------------------ pairs
CORE_WEIGHT = 1_000_000
PAIR_WEIGHT = 10_000
CLOSENESS_WEIGHT = 100


def pair(claims: Sequence[R], gold: Sequence[R], rules: Rules[R]) -> dict[int, int]:
    """Return gold index -> claim index, one to one.

    As many core records as possible, then as many records, then the closest pairs.
    """
    import networkx

    graph = networkx.Graph()
    for g, record in enumerate(gold):
        for c, claim in enumerate(claims):
            if rules.matches(claim, record):
                # Whole numbers, so that the best matching does not depend on rounding.
                closeness = round(CLOSENESS_WEIGHT * rules.closeness(claim, record))
                weight = CORE_WEIGHT * record.core + PAIR_WEIGHT + closeness
                graph.add_edge(("gold", g), ("claim", c), weight=weight)
    pairs = (sorted(edge, reverse=True) for edge in networkx.max_weight_matching(graph))
    return dict(sorted((g, c) for (_, g), (_, c) in pairs))
