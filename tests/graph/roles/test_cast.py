"""The people of an article: surnames, titles alone, and for whom each speaks."""

from __future__ import annotations

from functools import cache

import pytest

from cablegraph.annotate import Annotator, load_model
from cablegraph.extract.cast import Cast
from cablegraph.extract.roles import extract_roles
from cablegraph.model import Annotated, Article, Block, BlockKind, Entity, Mention
from cablegraph.resolve import Resolver
from cablegraph.spotting.spot import Spotter
from cablegraph_ontology import lexicon
from cablegraph_ontology.relations import RoleClaim

TEXT = (
    "Chinese Foreign Minister Li Zhaoxing met Antonio Guterres, the U.N. High Commissioner for Refugees. "
    "Guterres was content. The minister was not. Writer Jane Doe watched."
)
# Each of these once took time that grew with the square of the length.
HOSTILE = {
    "capitals": "President " * 5000,
    "names": "President John Smith, " * 2000,
    "heads": "head of " * 2000,
    "possessives": "China's " * 3000,
    "commas": "a," * 5000,
    "unreadable": '\x00 \ud800 (((" ' * 2000,
}


@cache
def annotator() -> Annotator:
    nlp = load_model()
    return Annotator(nlp, Spotter(nlp, lexicon.default()))


def read(text: str) -> tuple[Annotated, list[RoleClaim[Mention]], Cast]:
    block = Block(0, len(text), BlockKind.BODY)
    (annotated,) = annotator().annotate([Article(document="case", text=text, blocks=(block,))])
    roles = extract_roles(annotated, lexicon.default())
    return annotated, roles, Cast.of(annotated, roles, lexicon.default())


@pytest.mark.parametrize(
    ("word", "occurrence", "name"),
    [
        ("Guterres", 1, "Antonio Guterres"),
        ("minister", 0, "Li Zhaoxing"),
        ("Zhaoxing", 0, "Li Zhaoxing"),
        ("content", 0, None),
    ],
)
def test_member(word: str, occurrence: int, name: str | None) -> None:
    annotated, _, cast = read(TEXT)
    token = [t for t in annotated.doc if t.text == word][occurrence]
    member = cast.member(token)
    assert (member.name if member is not None else None) == name


def test_officials_speak_for_countries_and_bodies_and_others_for_themselves() -> None:
    _, _, cast = read(TEXT)
    speaks_for = {m.name: cast.represents(m) for m in cast.members}
    minister, head = speaks_for["Li Zhaoxing"], speaks_for["Antonio Guterres"]
    assert minister is not None and minister.key == "CHN"
    assert head is not None and head.key == "unhcr"
    assert speaks_for.get("Jane Doe") is None


def test_offices_are_one_for_all_who_hold_them() -> None:
    offices = set()
    for text in (
        "Chinese Foreign Ministry spokesman Qin Gang spoke.",
        "Mao Ning, a spokeswoman for China's Foreign Ministry, spoke.",
    ):
        annotated, roles, cast = read(text)
        for claim in Resolver(lexicon.default()).resolve(annotated, cast, roles):
            assert isinstance(claim, RoleClaim) and isinstance(claim.office, Entity)
            offices.add((claim.office.iri.rsplit("/", 1)[1], claim.office.label))
    assert offices == {
        (
            "chn-ministry-of-foreign-affairs-spokesperson",
            "spokesperson, Ministry of Foreign Affairs (China)",
        )
    }


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_is_read_to_its_end(name: str) -> None:
    _, roles, _ = read(HOSTILE[name])
    assert all(claim.start <= claim.cue_start < claim.cue_end <= claim.end for claim in roles)


def test_the_same_text_gives_the_same_claims() -> None:
    assert read(TEXT)[1] == read(TEXT)[1]
