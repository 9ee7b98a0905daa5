"""Verdicts, counts, slots and causes, on claims and gold records made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.graph.evaluate.small_gold import (
    CHILE,
    PERU,
    body,
    document,
    ext,
    person,
    place,
    role,
    sentence,
    stance,
)

from cablegraph.evaluate.actors import default_actors
from cablegraph.evaluate.causes import Cause, alarm_causes, miss_causes
from cablegraph.evaluate.comparing import Verdict, compare
from cablegraph.evaluate.gold import GoldDocument, Span
from cablegraph.evaluate.matching import ROLES, STANCES
from cablegraph.evaluate.measure import Found, score
from cablegraph.evaluate.records import AnyRecord, RoleRecord
from cablegraph.evaluate.scores import RelationScore, Share

MINISTRY = body("Ministry of Foreign Affairs of Chile", "CHL")
PACT = stance(1, CHILE, "signature of the pact", -2, cue="would never sign")
BAN = stance(0, CHILE, "ban on mines", 2, cue="demands")
ROJAS = role(1, "Ana Rojas", "Foreign Minister", MINISTRY, "CHL")
LINK_LIST = Span(*sentence(4), "a link list")


def verdicts(gold: GoldDocument, *claims: AnyRecord) -> list[Verdict]:
    rules: Any = ROLES if isinstance(claims[0], RoleRecord) else STANCES
    return list(compare(gold, claims, rules).verdicts)


def relation(name: str, gold: GoldDocument, *claims: AnyRecord) -> RelationScore:
    found = score("small", [gold], {"small": Found(claims)})
    return next(r for r in found.relations if r.relation == name)


def test_a_claim_with_a_record_is_right_and_another_false() -> None:
    assert verdicts(document(PACT), PACT, BAN) == [Verdict.RIGHT, Verdict.FALSE]


def test_the_same_fact_in_the_same_sentence_counts_once() -> None:
    assert verdicts(document(PACT), PACT, replace(PACT, id="again", cue="never")) == [Verdict.RIGHT]
    assert verdicts(document(ROJAS), ROJAS, replace(ROJAS, role="minister")) == [Verdict.RIGHT]
    assert verdicts(document(), BAN, replace(BAN, polarity=1)) == [Verdict.FALSE]


@pytest.mark.parametrize(
    ("again", "verdict"),
    [
        (stance(1, CHILE, "the pact", -1, cue="said"), Verdict.NEITHER),  # the same policy
        (stance(1, CHILE, "mines", -1, cue="never sign"), Verdict.NEITHER),  # the words of the cue
        (stance(1, CHILE, "mines", -1, cue="welcomed"), Verdict.FALSE),
        (stance(1, CHILE, "the pact", 1, cue="never sign"), Verdict.FALSE),  # another sign is no repeat
    ],
)
def test_a_repeat_of_what_is_found_counts_neither_way(again: AnyRecord, verdict: Verdict) -> None:
    assert verdicts(document(PACT), PACT, again) == [Verdict.RIGHT, verdict]


def test_without_words_of_the_cue_a_repeat_needs_the_policy() -> None:
    gold = document(replace(PACT, cue=""))
    again = stance(1, CHILE, "mines", -1, cue="never sign")
    assert verdicts(gold, PACT, again) == [Verdict.RIGHT, Verdict.FALSE]


def test_a_role_is_right_at_one_more_place() -> None:
    elsewhere = role(3, "Rojas", "foreign minister", MINISTRY, "CHL")
    assert verdicts(document(ROJAS), ROJAS, elsewhere) == [Verdict.RIGHT, Verdict.RIGHT]
    assert verdicts(document(ROJAS), ROJAS, replace(elsewhere, role="envoy")) == [
        Verdict.RIGHT,
        Verdict.FALSE,
    ]


def test_a_role_said_twice_in_its_sentence_counts_neither_way() -> None:
    again = replace(ROJAS, agency=None, codes=frozenset({"CHL"}), id="again")
    assert verdicts(document(ROJAS), ROJAS, again) == [Verdict.RIGHT, Verdict.NEITHER]


def test_a_claim_in_an_ignored_span_counts_neither_way() -> None:
    ignored = document(ignored=(Span(*sentence(0), "open"),))
    assert verdicts(ignored, BAN, PACT) == [Verdict.NEITHER, Verdict.FALSE]


def test_false_claims_inside_nothing_spans_are_counted() -> None:
    there = stance(4, PERU, "talks", -2, cue="rejects")
    gold = document(PACT, nothing=(LINK_LIST,))
    assert relation("stance", gold, there, BAN).inside_nothing == 1
    assert relation("stance", document(there, nothing=(LINK_LIST,)), there).inside_nothing == 0


def test_recall_counts_core_and_precision_counts_both() -> None:
    gold = document(PACT, ext(BAN))
    assert relation("stance", gold, BAN).recall == Share(0, 1)
    assert relation("stance", gold, BAN).precision == Share(1, 1)
    assert relation("stance", gold, PACT, BAN).recall == Share(1, 1)


def test_a_found_repeat_stands_for_its_fact() -> None:
    repeat = replace(ext(role(3, "Ana Rojas", "foreign minister", MINISTRY, "CHL")), same_as=ROJAS.id)
    gold = document(ROJAS, repeat)
    there = role(3, "Rojas", "envoy", MINISTRY, "CHL")
    assert relation("role", gold, there).recall == Share(1, 1)
    core_repeat = document(ROJAS, replace(repeat, core=True))
    assert relation("role", core_repeat, ROJAS).recall == Share(2, 2)
    assert relation("role", document(ROJAS), replace(there, id="x")).recall == Share(0, 1)


def test_each_rule_has_its_own_precision() -> None:
    claims = [
        replace(PACT, rule="verb"),
        replace(BAN, rule="noun"),
        stance(2, PERU, "silence", 2, rule="verb"),
    ]
    assert relation("stance", document(PACT, BAN), *claims).rules == {
        "noun": Share(1, 1),
        "verb": Share(1, 2),
    }


SPEAKER = default_actors().of_gold({"label": "Ana Rojas", "iso3": None})
FULL = replace(PACT, target=PERU, speaker=SPEAKER, standing="own", modality="asserted", voice="indirect")


@pytest.mark.parametrize(
    ("slot", "changed"),
    [
        ("policy", {"policy": ("mines",)}),
        ("target", {"target": None}),
        ("speaker", {"speaker": None}),
        ("speaker", {"speaker": person("Elena Soto")}),
        ("standing", {"standing": "imputed"}),
        ("modality", {"modality": "denied"}),
        ("voice", {"voice": "direct"}),
        ("exact polarity", {"polarity": -1}),
    ],
)
def test_slots_of_a_stance(slot: str, changed: dict[str, Any]) -> None:
    wrong = relation("stance", document(FULL), replace(FULL, **changed))
    assert wrong.precision == Share(1, 1)
    assert {name for name, share in wrong.slots.items() if share.right == 0} == {slot}
    right = relation("stance", document(FULL), FULL)
    assert all(share == Share(1, 1) for share in right.slots.values())


def test_an_unnamed_speaker_agrees_by_the_words() -> None:
    gold = replace(FULL, speaker=default_actors().of_gold("witnesses"))
    told = replace(FULL, speaker=None, speaker_words=default_actors().of_words("witnesses"))
    assert relation("stance", document(gold), told).slots["speaker"] == Share(1, 1)
    newsroom = replace(FULL, speaker=None)
    assert relation("stance", document(newsroom), told).slots["speaker"] == Share(1, 1)


@pytest.mark.parametrize(
    ("slot", "changed"),
    [
        ("title", {"role": "envoy"}),
        ("body", {"agency": body("Ministry of Trade", "CHL")}),
        ("sentence", {k: v for k, v in place(3).items() if k in ("start", "end")}),
        ("status", {"status": "former"}),
    ],
)
def test_slots_of_a_role(slot: str, changed: dict[str, Any]) -> None:
    gold = replace(ROJAS, agency=body("Committee on Mines"))
    wrong = relation("role", document(gold), replace(gold, **changed))
    assert {name for name, share in wrong.slots.items() if share.right == 0} == {slot}


def test_the_body_is_not_compared_where_the_gold_record_has_none() -> None:
    gold = replace(ROJAS, agency=None)
    assert relation("role", document(gold), ROJAS).slots["body"] == Share(0, 0)


PACT_CUE = (PACT.cue_start, PACT.cue_end)


@pytest.mark.parametrize(
    ("gold", "claim", "miss", "alarm"),
    [
        (PACT, replace(PACT, holder=PERU), Cause.HOLDER, Cause.HOLDER),
        (PACT, replace(PACT, polarity=2), Cause.SIGN, Cause.SIGN),
        (PACT, stance(2, CHILE, "the pact", -2), Cause.SENTENCE, Cause.SENTENCE),
        (PACT, stance(1, PERU, "talks", 2, cue="welcomed"), Cause.FORM, Cause.UNLIKE),
        (PACT, BAN, Cause.SILENT, Cause.UNLIKE),
        (PACT, stance(4, PERU, "talks", -2, cue="rejects"), Cause.SILENT, Cause.NOTHING),
        (ROJAS, replace(ROJAS, person=person("Elena Soto")), Cause.PERSON, Cause.PERSON),
        (
            ROJAS,
            replace(ROJAS, agency=body("Ministry of Trade of Peru", "PER"), codes=frozenset({"PER"})),
            Cause.BODY,
            Cause.BODY,
        ),
        (ROJAS, replace(ROJAS, agency=None, codes=frozenset({"PER"})), Cause.COUNTRY, Cause.COUNTRY),
        (ROJAS, role(3, "Rojas", "envoy", MINISTRY, "CHL"), Cause.SENTENCE, Cause.SENTENCE),
        (ROJAS, role(2, "Elena Soto", "envoy", None, "PER"), Cause.SILENT, Cause.UNLIKE),
    ],
)
def test_causes(gold: AnyRecord, claim: AnyRecord, miss: Cause, alarm: Cause) -> None:
    rules: Any = ROLES if isinstance(gold, RoleRecord) else STANCES
    comparison = compare(document(gold, nothing=(LINK_LIST,)), [claim], rules)
    assert [cause for _, cause in miss_causes(comparison, [])] == [miss]
    assert [cause for _, cause in alarm_causes(comparison)] == [alarm]


def test_a_claim_that_was_dropped_unresolved_is_a_cause() -> None:
    comparison = compare(document(PACT), [], STANCES)
    assert [cause for _, cause in miss_causes(comparison, [PACT_CUE])] == [Cause.UNRESOLVED]
    assert [cause for _, cause in miss_causes(comparison, [(0, 3)])] == [Cause.SILENT]


def test_a_second_match_with_nothing_new_to_be_paired_is_called_repeated() -> None:
    again = stance(1, CHILE, "mines", -1, cue="welcomed")
    comparison = compare(document(PACT), [PACT, again], STANCES)
    assert [cause for _, cause in alarm_causes(comparison)] == [Cause.REPEATED]


def test_nothing_found_is_no_division_by_zero() -> None:
    empty = relation("stance", document())
    assert (empty.precision.value, empty.recall.value, empty.f1) == (0.0, 0.0, 0.0)
