"""Names the cause of a miss or a false alarm, where the nearest claim or record tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TypeVar

from cablegraph.evaluate.actors import same_or_none, same_person
from cablegraph.evaluate.comparing import Comparison, Verdict
from cablegraph.evaluate.matching import overlap, place_right, same_policy, sign_right
from cablegraph.evaluate.records import Record, RoleRecord, StanceRecord
from cablegraph.evaluate.wording import same_title

R = TypeVar("R", bound=Record)


class Cause(StrEnum):
    """Why a core record was missed, or a claim is false; in the order in which they are tried."""

    NOTHING = "inside a nothing span"
    REPEATED = "repeated"
    SIGN = "sign wrong"
    HOLDER = "holder wrong"
    PERSON = "person wrong"
    BODY = "body wrong"
    COUNTRY = "country wrong"
    SENTENCE = "sentence wrong"
    UNRESOLVED = "found, but a slot not resolved"
    FORM = "form not covered"
    """There are claims of this relation in the sentence, none of them about this."""
    SILENT = "no claim in the sentence"
    UNLIKE = "nothing like it in the gold data"


def miss_causes(
    comparison: Comparison[R], unresolved: Iterable[tuple[int, int]]
) -> Iterator[tuple[R, Cause]]:
    """Yield the missed core records with the cause; `unresolved` are the cues of claims that were dropped."""
    dropped = list(unresolved)
    false = comparison.false()
    for gold in comparison.missed():
        cause = _first(_difference(claim, gold) for claim in false)
        if cause is None and any(s < gold.cue_end and gold.cue_start < e for s, e in dropped):
            cause = Cause.UNRESOLVED
        if cause is None:
            cause = Cause.FORM if any(overlap(c, gold) for c in comparison.claims) else Cause.SILENT
        yield gold, cause


def alarm_causes(comparison: Comparison[R]) -> Iterator[tuple[R, Cause]]:
    """Yield the false claims with the cause."""
    rows = zip(comparison.claims, comparison.verdicts, comparison.nothing, strict=True)
    for claim, verdict, nothing in rows:
        if verdict == Verdict.FALSE:
            cause = _first(_difference(claim, gold) for gold in comparison.gold)
            yield claim, Cause.NOTHING if nothing is not None else cause or Cause.UNLIKE


def _first(causes: Iterable[Cause | None]) -> Cause | None:
    order = list(Cause)
    return min((c for c in causes if c is not None), key=order.index, default=None)


def _difference(claim: Record, gold: Record) -> Cause | None:
    """Return in what a claim and a record differ; None when they are about different things."""
    if isinstance(claim, RoleRecord) and isinstance(gold, RoleRecord):
        return _role_difference(claim, gold)
    if isinstance(claim, StanceRecord) and isinstance(gold, StanceRecord):
        return _stance_difference(claim, gold)
    return None


def _role_difference(claim: RoleRecord, gold: RoleRecord) -> Cause | None:
    person, place = same_person(claim.person, gold.person), place_right(claim, gold)
    if not overlap(claim, gold):
        return Cause.SENTENCE if person and place else None
    if person and place:
        return Cause.REPEATED
    if person:
        bare = gold.agency is None or (claim.agency is None and gold.codes)
        return Cause.COUNTRY if bare else Cause.BODY
    return Cause.PERSON if place and _cues_meet(claim, gold) and same_title(claim.role, gold.role) else None


def _stance_difference(claim: StanceRecord, gold: StanceRecord) -> Cause | None:
    holder, signs = same_or_none(claim.holder, gold.holder), sign_right(claim, gold)
    if not overlap(claim, gold):
        return Cause.SENTENCE if holder and signs and same_policy(claim, gold) else None
    if holder and signs:
        return Cause.REPEATED
    if not _cues_meet(claim, gold) and not same_policy(claim, gold):
        return None
    return Cause.SIGN if holder else Cause.HOLDER


def _cues_meet(claim: Record, gold: Record) -> bool:
    return claim.cue_start < gold.cue_end and gold.cue_start < claim.cue_end
