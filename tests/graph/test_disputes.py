"""Denials within one article."""

from __future__ import annotations

import time
from typing import Any

import pytest

from cablegraph.derived.disputes import NEAREST, disputes
from cablegraph.model import Entity
from cablegraph_ontology.relations import Claim, Modality, StanceClaim
from cablegraph_ontology.terms import Kind, mint


def thing(kind: Kind, key: str) -> Entity:
    return Entity(iri=mint(kind, key), kind=kind, label=key, text=key)


def stance(
    polarity: int, modality: Modality = Modality.ASSERTED, holder: str = "CHN", policy: str = "p", at: int = 0
) -> Claim[Entity]:
    return StanceClaim(
        **dict[str, Any](start=at, end=at + 1, cue_start=at, cue_end=at + 1, rule="r", confidence=1.0),
        holder=thing(Kind.COUNTRY, holder),
        policy=thing(Kind.POLICY, policy),
        polarity=polarity,
        modality=modality,
    )


D, P, F = Modality.DENIED, Modality.PAST, Modality.PREDICTED
CASES: list[tuple[str, list[Claim[Entity]], tuple[tuple[int, int], ...]]] = [
    ("a denial answers the claim before it", [stance(1), stance(-2, D)], ((1, 0),)),
    ("and the one after it", [stance(-2, D), stance(1)], ((0, 1),)),
    ("the same sign is no dispute", [stance(-1), stance(-2, D)], ()),
    ("nor is no sign", [stance(0), stance(-2, D), stance(0, D), stance(1)], ((1, 3),)),
    ("another holder is another matter", [stance(1, holder="IND"), stance(-2, D)], ()),
    ("another policy too", [stance(1, policy="q"), stance(-2, D)], ()),
    ("two denials do not answer each other", [stance(1, D), stance(-2, D)], ()),
    ("nobody denies what is past", [stance(1, P), stance(-2, D)], ()),
    ("a forecast can be denied", [stance(1, F), stance(-2, D)], ((1, 0),)),
]


@pytest.mark.parametrize(("claims", "pairs"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_disputes(claims: list[Claim[Entity]], pairs: tuple[tuple[int, int], ...]) -> None:
    assert disputes(claims) == pairs


def test_role_claims_are_passed_over(invented: Any) -> None:
    assert disputes(invented[0].claims) == ((3, 1),)


def test_a_denial_takes_the_nearest_claims() -> None:
    claims = [stance(1, at=10 * place) for place in range(100)] + [stance(-2, D, at=500)]
    taken = [other for _, other in disputes(claims)]
    assert len(taken) == NEAREST
    assert taken == list(range(40, 60)) or taken == list(range(41, 61))


def test_a_text_of_nothing_but_denials_takes_linear_time() -> None:
    claims = [
        stance(1 if place % 2 else -1, D if place % 2 else Modality.ASSERTED, at=place)
        for place in range(20_000)
    ]
    start = time.perf_counter()
    assert len(disputes(claims)) == 10_000 * NEAREST
    assert time.perf_counter() - start < 5
