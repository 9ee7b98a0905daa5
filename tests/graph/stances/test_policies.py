"""Wordings of one option are one concept; what is not known is marked so."""

from __future__ import annotations

import pytest

from cablegraph.model import Mention
from cablegraph.policies import Policies
from cablegraph_ontology import lexicon
from cablegraph_ontology.terms import Kind

CASES = [
    ("deportation of North Korean migrants", "repatriation of North Koreans", True),
    ("forced repatriation of the North Koreans", "repatriation of North Koreans", True),
    ("China's deportation of North Korean migrants", "repatriation of North Koreans", True),
    ("ratification of the Kyoto Protocol", "Kyoto Protocol", True),
    ("withdrawal from the Paris agreement", "withdrawal from Paris climate agreement", False),
    ("American trade embargo on Cuba", "embargo on Cuba", True),
    ("Pyongyang's nuclear ambitions", "nuclear programme of North Korea", True),
    ("free and fair elections in Venezuela", "free elections in Venezuela", True),
    ("laws on asylum", "asylum legislation", True),
    ("tightening asylum law", "tightening asylum legislation", False),
    ("teaching of Latin", "teaching of Latin", False),
]


@pytest.fixture(scope="module")
def policies() -> Policies:
    return Policies.of(lexicon.default())


@pytest.mark.parametrize(("phrase", "label", "known"), CASES, ids=[c[0] for c in CASES])
def test_phrase(policies: Policies, phrase: str, label: str, known: bool) -> None:
    entity = policies(Mention(start=0, end=1, text="x", kind=Kind.POLICY, name=phrase))
    assert (entity.label, entity.curated) == (label, known)


def test_the_core_is_large_and_has_topics(policies: Policies) -> None:
    concepts = list(policies.concepts())
    assert sum(c.broader is not None for c in concepts) >= 150
    assert all(policies.concept(c.broader) is not None for c in concepts if c.broader is not None)


def test_a_narrowed_concept_knows_the_wider_one(policies: Policies) -> None:
    found = policies.concept("sanctions-on-iran")
    assert found is not None and found.broader == "sanctions"
    assert policies.concept("teaching-of-latin") is None
