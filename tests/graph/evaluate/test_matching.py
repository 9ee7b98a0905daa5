"""Which claim matches which gold record, and which pairs are taken."""

from __future__ import annotations

from typing import Any

import pytest
from tests.graph.evaluate.small_gold import CHILE, PERU, body, ext, place, role, stance

from cablegraph.evaluate.gold import Span
from cablegraph.evaluate.matching import ROLES, STANCES, inside, overlap, pair, role_matches, stance_matches
from cablegraph.evaluate.records import AnyRecord, RoleRecord, StanceRecord

MINISTRY = body("Ministry of Foreign Affairs of Chile", "CHL")
ROJAS = role(1, "Ana Rojas", "Foreign Minister", MINISTRY, "CHL")


@pytest.mark.parametrize(
    ("claim", "matches"),
    [
        (role(1, "Rojas", "Foreign Minister", MINISTRY, "CHL"), True),
        (role(1, "Rojas", "envoy", MINISTRY, None), True),  # the title is not asked for in the same sentence
        (role(1, "Rojas", "Foreign Minister", None, "CHL"), True),  # the state is enough
        (role(3, "Rojas", "foreign minister", MINISTRY, "CHL"), True),  # elsewhere with the same title
        (role(3, "Rojas", "envoy", MINISTRY, "CHL"), False),  # elsewhere with another
        (role(1, "Rojas", "Foreign Minister", None, "PER"), False),
        (role(1, "Rojas", "Foreign Minister", None, None), False),
        (role(1, "Elena Soto", "Foreign Minister", MINISTRY, "CHL"), False),
    ],
)
def test_a_role_needs_person_and_place(claim: RoleRecord, matches: bool) -> None:
    assert role_matches(claim, ROJAS) is matches


def test_a_role_without_body_and_state_needs_the_person() -> None:
    assert role_matches(role(1, "Rojas", "envoy", None, "PER"), role(1, "Ana Rojas", "envoy", None, None))


PACT = stance(1, CHILE, "signature of the pact", -2, cue="would never sign", mirror="rejection of the pact")


@pytest.mark.parametrize(
    ("claim", "matches"),
    [
        (stance(1, CHILE, "signature of the pact", -1), True),
        (stance(1, CHILE, "talks", -2), True),  # the policy is a slot, not a condition
        (stance(1, CHILE, "signature of the pact", 2), False),
        (stance(1, CHILE, "signature of the pact", 0), False),
        (stance(1, PERU, "signature of the pact", -2), False),
        (stance(1, None, "signature of the pact", -2), False),
        (stance(2, CHILE, "signature of the pact", -2), False),
        (stance(1, CHILE, "rejection of it", 2), True),  # the mirror
        (stance(1, CHILE, "rejection of the signature", 2), False),  # it is the policy itself
        (stance(1, CHILE, "talks", 2), False),
    ],
)
def test_a_stance_needs_holder_sentence_and_sign(claim: StanceRecord, matches: bool) -> None:
    assert stance_matches(claim, PACT) is matches


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((0, 10), (5, 30), True),
        ((0, 10), (6, 30), False),
        ((0, 10), (10, 20), False),
        ((2, 4), (0, 100), True),
    ],
)
def test_two_stretches_are_one_place_with_half_of_the_shorter(
    one: tuple[int, int], other: tuple[int, int], same: bool
) -> None:
    assert overlap(Span(*one, ""), Span(*other, "")) is same
    assert overlap(Span(*other, ""), Span(*one, "")) is same


def test_a_claim_is_inside_a_span_by_its_cue_or_by_half_of_its_sentence() -> None:
    claim = stance(1, CHILE, "talks", 2, cue="welcomed talks")
    assert inside(claim, Span(claim.cue_start, claim.cue_end, ""))
    assert not inside(claim, Span(claim.cue_start + 1, claim.cue_end, ""))
    half = (claim.start + claim.end) // 2 + 1
    assert inside(claim, Span(claim.start, half, ""))
    assert not inside(claim, Span(claim.start, claim.start + 10, ""))


def pairs(claims: list[Any], gold: list[Any]) -> dict[int, int]:
    rules: Any = ROLES if isinstance(gold[0], RoleRecord) else STANCES
    return pair(claims, gold, rules)


def test_pairs_are_one_to_one() -> None:
    claim = stance(1, CHILE, "pact", -2)
    assert pairs([claim], [PACT, PACT]) in ({0: 0}, {1: 0})
    assert pairs([claim, claim], [PACT]) in ({0: 0}, {0: 1})


def test_core_records_come_first() -> None:
    likelier: AnyRecord = ext(stance(1, CHILE, "pact", -2, cue="never"))
    core = stance(1, CHILE, "something else", -1)
    assert pairs([stance(1, CHILE, "pact", -2, cue="never")], [likelier, core]) == {1: 0}


def test_as_many_records_as_possible_are_paired() -> None:
    # The closest pair would leave the second record alone: only the first claim can stand for it.
    wide = {**place(1), "end": place(2)["end"]}
    both = StanceRecord(id="both", holder=CHILE, policy=("pact",), polarity=-2, **wide)
    first = stance(1, CHILE, "pact", -2)
    second = stance(2, CHILE, "silence", -2)
    assert pairs([both, stance(1, CHILE, "mines", -1)], [first, second]) == {0: 1, 1: 0}


def test_the_closest_pairs_are_taken() -> None:
    gold = [stance(1, CHILE, "pact", -2, cue="never sign"), stance(1, CHILE, "border", -2, cue="would")]
    claims = [stance(1, CHILE, "border", -2, cue="would"), stance(1, CHILE, "pact", -2, cue="never sign")]
    assert pairs(claims, gold) == {0: 1, 1: 0}
    roles = [role(3, "Rojas", "foreign minister", MINISTRY, "CHL"), ROJAS]
    assert pairs([ROJAS, role(3, "Rojas", "foreign minister", MINISTRY, "CHL")], roles) == {0: 1, 1: 0}
