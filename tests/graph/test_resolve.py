"""Who is one person across articles, and who is not."""

from __future__ import annotations

import datetime
from functools import cache

import pytest

from cablegraph.annotate import Annotator, load_model
from cablegraph.extract.cast import Cast
from cablegraph.extract.roles import extract_roles
from cablegraph.model import Article, Block, BlockKind, Entity
from cablegraph.resolve import Resolver
from cablegraph.spotting.spot import Spotter
from cablegraph_ontology import lexicon
from cablegraph_ontology.relations import RoleClaim


@cache
def annotator() -> Annotator:
    nlp = load_model()
    return Annotator(nlp, Spotter(nlp, lexicon.default()))


def people(text: str, year: int = 2012) -> list[str]:
    """Return the ids of the persons of an article's role claims, in the order of the text."""
    article = Article(
        document="case",
        text=text,
        date=datetime.date(year, 6, 1),
        blocks=(Block(0, len(text), BlockKind.BODY),),
    )
    annotated = annotator().annotate_one(article)
    roles = extract_roles(annotated, lexicon.default())
    cast = Cast.of(annotated, roles, lexicon.default())
    resolved = Resolver(lexicon.default()).resolve(annotated, cast, roles)
    return [_person(c).iri.rsplit("/", 1)[1] for c in resolved if isinstance(c, RoleClaim)]


def _person(claim: RoleClaim[Entity]) -> Entity:
    return claim.person


ONE = [
    ("China's Foreign Minister Wang spoke.", "Chinese Foreign Minister Wang left for Kenya.", "wang-chn"),
    ("Polish President Lech Walesa spoke.", "Former Polish President Lech Wałęsa left.", "lech-walesa"),
    ("U.N. Secretary-General Ban spoke.", "The UN secretary-general, Ban, left for Kenya.", "ban-united-nations"),
    ("Kenyan President Uhuru Kenyatta met farmers. Kenyatta left.", "President Uhuru Kenyatta of Kenya spoke.",
     "uhuru-kenyatta"),
]  # fmt: skip

TWO = [
    ("China's Foreign Minister Wang spoke.", "Taiwan's Defence Minister Wang spoke."),
    ("Israeli Defence Minister Cohen spoke.", "U.S. Senator Cohen spoke."),
    ("Pakistani Prime Minister Khan spoke.", "Bangladeshi Foreign Minister Khan spoke."),
    ("U.N. Secretary-General Ban spoke.", "South Korean Foreign Minister Ban spoke."),
]


@pytest.mark.parametrize(("first", "second", "person"), ONE)
def test_one_person_in_two_articles(first: str, second: str, person: str) -> None:
    assert set(people(first)) == set(people(second)) == {person}


@pytest.mark.parametrize(("first", "second"), TWO)
def test_bearers_of_one_last_name_stay_apart(first: str, second: str) -> None:
    assert people(first)
    assert people(second)
    assert not set(people(first)) & set(people(second))


def test_two_bearers_of_one_last_name_in_one_article() -> None:
    found = people("Kenyan Foreign Minister Amina Odhiambo met Ugandan Health Minister Peter Odhiambo.")
    assert sorted(found) == ["amina-odhiambo", "peter-odhiambo"]
