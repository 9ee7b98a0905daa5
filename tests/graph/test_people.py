"""Persons and bodies across articles: what is listed, and what is proposed to people."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest
from tests.graph.test_review import ANA

from cablegraph.derived.refresh import refresh
from cablegraph.ntriples import iri, text
from cablegraph.reviewing.directory import directory
from cablegraph.reviewing.proposals import Proposal, proposals
from cablegraph.reviewing.review import Review, Signature
from cablegraph.reviewing.spelling import same_name, within, words
from cablegraph.run import this_run
from cablegraph.store import Store
from cablegraph_ontology.terms import ID, KG, Kind, mint, mint_fingerprint, slug

NAMES = [
    ("Mohamed ElBaradei", "Mohammed El Baradei", "another spelling"),
    ("Mohammed Aldouri", "Mohammed Al-Douri", "the same letters"),
    ("Kim Jong Il", "Kim Jongil", "the same letters"),
    ("Kim Yong-nam", "Kim Young Nam", "another spelling"),
    ("Li Zhaoxing", "Zhaoxing Li", "the same words in another order"),
    ("Moammar Gaddafi", "Muammar Qaddafi", "another spelling"),
    ("Sergei Lavrov", "Sergey Lavrov", "another spelling"),
    ("Vladimir Zelensky", "Volodymyr Zelenskyy", "another spelling"),
    ("Fayssal Mekdad", "Faisal Mekdad", "another spelling"),
    ("Jürgen Müller", "Juergen Mueller", "another spelling"),
    ("J. Solana", "Javier Solana", "an initial for a name"),
    ("Robert F. Kennedy", "Robert Kennedy", "a part of the name left out"),
    ("Javad Zarif", "Mohammad Javad Zarif", "a part of the name left out"),
    ("Guterres", "António Guterres", "the last name alone"),
    ("Wang Yi", "Wang Yu", None),
    ("Saddam Hussein", "Saddam Hassan", None),
    ("Mahmoud Abbas", "Mohamed Abbas", None),
    ("Bill Clinton", "Hillary Clinton", None),
    ("Aung San", "Aung San Suu Kyi", None),
    ("Kim Jong Un", "Kim Jong Il", None),
    ("George W. Bush", "George H. W. Bush", "a part of the name left out"),
]


@pytest.mark.parametrize(("one", "other", "reason"), NAMES)
def test_spellings_of_names(one: str, other: str, reason: str | None) -> None:
    assert same_name(words(one), words(other)) == reason
    assert same_name(words(other), words(one)) == reason


@pytest.mark.parametrize(
    ("one", "other", "most", "near"),
    [
        ("abc", "abc", 0, True),
        ("abc", "abd", 1, True),
        ("abc", "bc", 1, True),
        ("abc", "cba", 1, False),
        ("", "ab", 2, True),
    ],
)
def test_the_distance_of_words(one: str, other: str, most: int, near: bool) -> None:
    assert within(one, other, most) is near


Role = tuple[str, str, str, str, str]
"""Article, person, office, body and country; "" for none."""


def graph_of(roles: Sequence[Role]) -> Store:
    """Return a graph of role claims, with entities and derived edges."""
    store = Store.memory()
    by_article: dict[str, list[str]] = {}
    for number, (article, person, office, body, country) in enumerate(roles):
        by_article.setdefault(article, []).append(_claim(number, article, person, office, body, country))
    for article, triples in by_article.items():
        store.replace(mint(Kind.ARTICLE, article), "".join(triples))
    refresh(store, this_run())
    return store


def _claim(number: int, article: str, person: str, office: str, body: str, country: str) -> str:
    claim = iri(mint_fingerprint(Kind.CLAIM, number))
    things = {
        "person": (mint(Kind.PERSON, slug(person)), person),
        "office": (mint(Kind.OFFICE, slug(f"{body or country}-{office}")), f"{office}, {body or country}"),
    }
    if body:
        things["agency"] = (mint(Kind.ORGANIZATION, slug(body)), body)
    if country:
        things["country"] = (mint(Kind.COUNTRY, country), country)
    lines = [
        f"{claim} {iri(KG + 'article')} {iri(mint(Kind.ARTICLE, article))} .\n",
        f"{claim} {iri(KG + 'status')} {iri(KG + 'Current')} .\n",
        f'{claim} {iri(KG + "date")} "20{number % 90 + 10}-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n',
        f"{claim} {iri(KG + 'quote')} {text('A sentence.')} .\n",
    ]
    for slot, (thing, label) in things.items():
        naming = iri(mint_fingerprint(Kind.NAMING, article, thing))
        lines.append(f"{claim} {iri(KG + slot)} {iri(thing)} .\n")
        lines.append(f"{naming} {iri(KG + 'article')} {iri(mint(Kind.ARTICLE, article))} .\n")
        lines.append(f"{naming} {iri(KG + 'names')} {iri(thing)} .\n")
        lines.append(f"{naming} {iri(KG + 'label')} {text(label)} .\n")
        lines.append(f"{naming} {iri(KG + 'wording')} {text(label.split()[-1])} .\n")
        lines.append(f"{naming} {iri(KG + 'wording')} {text('he')} .\n")
    return "".join(lines)


ROLES: list[Role] = [
    ("a", "Mohamed ElBaradei", "head", "IAEA", ""),
    ("b", "Mohamed ElBaradei", "head", "IAEA", ""),
    ("c", "Mohammed El Baradei", "head", "IAEA", ""),
    ("d", "Kim Young Ho", "minister", "", "KOR"),
    ("e", "Kim Young Ho", "minister", "", "KOR"),
    ("f", "Kim Young Ho", "governor", "", "MNG"),
    ("g", "Sun Bo", "ambassador", "", "CHN"),
    ("h", "Sun Bo", "ambassador", "", "IND"),
    ("i", "Ma Li", "minister", "", "CHN"),
    ("i", "Ma Li", "envoy", "", "IND"),
    ("j", "Guterres", "head", "UNHCR", ""),
    ("k", "Antonio Guterres", "head", "UNHCR", ""),
    ("l", "Baradei", "minister", "", "EGY"),
]


def proposed(store: Store, kind: Kind = Kind.PERSON) -> list[tuple[str, ...]]:
    return [(p.action.value, *(thing.removeprefix(ID) for thing in p.things)) for p in proposals(store, kind)]


def test_people_are_listed_with_names_offices_counts_and_dates() -> None:
    found = {profile.id: profile for profile in directory(graph_of(ROLES), Kind.PERSON)}
    head = found["person/mohamed-elbaradei"]
    assert (head.label, head.variants, head.countries) == ("Mohamed ElBaradei", ("ElBaradei",), ())
    assert [seat.office for seat in head.seats] == ["head, IAEA"]
    assert (head.articles, head.claims, head.first, head.last) == (2, 2, "2010-01-01", "2011-01-01")
    kim = found["person/kim-young-ho"]
    assert kim.countries == ("KOR", "MNG")
    assert [len(seat.claims) for seat in kim.seats] == [2, 1]


def test_bodies_are_listed_with_the_offices_in_them() -> None:
    found = {profile.id: profile for profile in directory(graph_of(ROLES), Kind.ORGANIZATION)}
    assert set(found) == {"org/iaea", "org/unhcr"}
    assert [seat.office for seat in found["org/iaea"].seats] == ["head, IAEA"]
    assert (found["org/iaea"].articles, found["org/iaea"].claims) == (3, 3)


def test_what_may_be_one_or_two_is_proposed_with_its_reason() -> None:
    store = graph_of(ROLES)
    assert proposed(store) == [
        ("merge", "person/guterres", "person/antonio-guterres"),
        ("merge", "person/mohammed-el-baradei", "person/mohamed-elbaradei"),
        ("split_off", "person/kim-young-ho"),
    ]
    merge, spelling, split = proposals(store, Kind.PERSON)
    assert merge.reason == "the last name alone, the same office (head, UNHCR)"
    assert spelling.reason == "another spelling, the same office (head, IAEA)"
    assert split.command[:4] == ("split", "person/kim-young-ho", "--country", "MNG")
    assert "2013-2014" in split.reason and "2015" in split.reason and split.reason.count("claim/") == 2


def test_a_proposal_changes_nothing_and_a_decision_ends_it() -> None:
    store = graph_of(ROLES)
    review = Review(store)
    before = sorted(str(quad) for quad in store.oxigraph)
    proposed(store)
    assert sorted(str(quad) for quad in store.oxigraph) == before
    review.merge("Guterres", "Antonio Guterres", ANA)
    review.keep_apart("Mohamed ElBaradei", "Mohammed El Baradei", ANA)
    review.split_off("Kim Young Ho", ANA, country="MNG")
    assert proposed(store) == []
    found = {profile.id: profile for profile in directory(store, Kind.PERSON)}
    assert found["person/antonio-guterres"].merged == (mint(Kind.PERSON, "guterres"),)
    assert found["person/antonio-guterres"].claims == 2
    assert "person/guterres" not in found
    assert found["person/kim-young-ho-2"].countries == ("MNG",)
    assert found["person/kim-young-ho"].countries == ("KOR",)


def test_a_rejected_claim_is_not_counted() -> None:
    store = graph_of(ROLES)
    (claim,) = next(p for p in directory(store, Kind.PERSON) if p.label == "Baradei").seats[0].claims
    Review(store).reject(claim, ANA)
    assert "Baradei" not in {profile.label for profile in directory(store, Kind.PERSON)}


BODIES = [
    ("Ministry of Foreign Affairs", "Foreign Affairs Ministry", "CHN", "CHN", True),
    ("Ministry of Foreign Affairs", "Foreign Affairs Ministry", "CHN", "IND", False),
    ("World Food Programme", "WFP", "", "", True),
    ("World Food Programme", "Workers For Peace", "", "", False),
    ("Ministry of Defence", "Ministry of Trade", "CHN", "CHN", False),
]


@pytest.mark.parametrize(("one", "other", "home", "second", "alike"), BODIES)
def test_bodies_that_may_be_one(one: str, other: str, home: str, second: str, alike: bool) -> None:
    def naming(number: int, body: str, country: str) -> str:
        thing, subject = iri(mint(Kind.ORGANIZATION, f"b{number}")), iri(mint(Kind.NAMING, f"n{number}"))
        claim = iri(mint(Kind.CLAIM, f"c{number}"))
        article = f"{iri(KG + 'article')} {iri(mint(Kind.ARTICLE, 'a'))} .\n"
        lines = f"{subject} {iri(KG + 'names')} {thing} .\n{subject} {iri(KG + 'label')} {text(body)} .\n"
        home = f"{subject} {iri(KG + 'ofCountry')} {iri(mint(Kind.COUNTRY, country))} .\n" if country else ""
        return f"{lines}{home}{subject} {article}{claim} {article}{claim} {iri(KG + 'holder')} {thing} .\n"

    with Store.memory() as store:
        store.replace(mint(Kind.ARTICLE, "a"), naming(1, one, home) + naming(2, other, second))
        refresh(store, this_run())
        assert (len(proposals(store, Kind.ORGANIZATION)) == 1) is alike


def test_many_people_of_one_name_and_office_stay_linear() -> None:
    rng = random.Random(3)
    roles: list[Role] = []
    for number in range(6_000):
        first = "".join(rng.choice(["ka", "lo", "mi", "tu", "se"]) for _ in range(3)).title()
        roles.append((f"a{number}", f"{first} Kim", "minister", "Ministry", "KOR"))
    with graph_of(roles) as store:
        start = time.perf_counter()
        found: Sequence[Proposal] = proposals(store, Kind.PERSON)
        assert time.perf_counter() - start < 20
        assert len(found) < 30 * 125


def test_who_signs_and_when_is_kept() -> None:
    store = graph_of(ROLES)
    decision = Review(store).merge("Guterres", "Antonio Guterres", Signature("bo", ANA.on, None))
    assert (decision.by, decision.on, decision.because) == ("bo", ANA.on, None)
