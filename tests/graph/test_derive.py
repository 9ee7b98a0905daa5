"""What follows from all claims together."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from cablegraph.derived.derive import derived_triples
from cablegraph.ntriples import iri
from cablegraph.store import Store
from cablegraph_ontology.terms import KG, Graph, Kind, mint

XSD = "http://www.w3.org/2001/XMLSchema#"


def claim(name: str, article: str = "a", **said: str | int) -> str:
    """Return the triples of a claim. Values: a kind and a key ("country/CHN"), a value name, a date, a number."""
    subject = iri(mint(Kind.CLAIM, name))
    lines = [f"{subject} {iri(KG + 'article')} {iri(mint(Kind.ARTICLE, article))} .\n"]
    for key, value in said.items():
        if isinstance(value, int):
            term = f'"{value}"^^{iri(XSD + "integer")}'
        elif key.startswith("date"):
            term = f'"{value}"^^{iri(XSD + "date")}'
        elif "/" in value:
            term = iri(mint(*_kind_and_key(value)))
        else:
            term = iri(KG + value)
        lines.append(f"{subject} {iri(KG + key)} {term} .\n")
    return "".join(lines)


def _kind_and_key(value: str) -> tuple[Kind, str]:
    kind, _, key = value.partition("/")
    return Kind(kind), key


def stance(name: str, polarity: int, article: str = "a", **said: str) -> str:
    """Return a stance claim: reported and asserted of China on asylum, unless something else is said."""
    given = {
        "holder": "country/CHN",
        "policy": "policy/asylum",
        "standing": "Reported",
        "modality": "Asserted",
    }
    return claim(name, article, polarity=polarity, **(given | said))


def role(name: str, **said: str) -> str:
    given = {"person": "person/x", "office": "office/o", "agency": "org/b", "status": "Current"}
    return claim(name, "a", **{key: value for key, value in (given | said).items() if value})


def derived(*claims: str, rejected: str = "") -> set[tuple[str, str, str]]:
    """Return the derived edges as (subject, property, object), by the last part of each IRI."""
    with Store.memory() as store:
        store.replace(mint(Kind.ARTICLE, "a"), "".join(claims))
        if rejected:
            fact = f"{iri(mint(Kind.CLAIM, rejected))} {iri(KG + 'review')} {iri(KG + 'Rejected')} .\n"
            store.replace(Graph.REVIEW, fact)
        store.replace(Graph.DERIVED, derived_triples(store))
        rows = store.rows(f"SELECT ?s ?p ?o {{ GRAPH <{Graph.DERIVED}> {{ ?s ?p ?o }} }}")
        short = [tuple(value.replace("#", "/").rsplit("/", 1)[-1] for value in row) for row in rows]
        return {(s, p, o) for s, p, o in short}


def edges(found: set[tuple[str, str, str]], name: str) -> list[tuple[str, str]]:
    return sorted((s, o) for s, p, o in found if p == name)


POSITIONS = [
    ({}, 2, [("CHN", "asylum")], []),
    ({}, -1, [], [("CHN", "asylum")]),
    ({}, 0, [], []),
    ({"standing": "Own"}, 1, [("CHN", "asylum")], []),
    ({"standing": "Imputed"}, 1, [], []),
    ({"standing": "Nested"}, -2, [], []),
    ({"modality": "Planned"}, -2, [], [("CHN", "asylum")]),
    ({"modality": "Denied"}, -2, [], []),
    ({"modality": "Past"}, 2, [], []),
    ({"modality": "Predicted"}, 2, [], []),
    ({"modality": "Inferred"}, 2, [], []),
]


@pytest.mark.parametrize(("said", "polarity", "supports", "opposes"), POSITIONS)
def test_positions_come_from_firm_claims_of_the_holder_only(
    said: dict[str, str], polarity: int, supports: list[Any], opposes: list[Any]
) -> None:
    found = derived(stance("c1", polarity, **said))
    assert (edges(found, "supports"), edges(found, "opposes")) == (supports, opposes)


def test_criticism_needs_a_target_that_is_another() -> None:
    assert edges(derived(stance("c1", -2, target="country/IND")), "criticises") == [("CHN", "IND")]
    assert edges(derived(stance("c1", 2, target="country/IND")), "criticises") == []
    assert edges(derived(stance("c1", -2, target="country/CHN")), "criticises") == []
    assert edges(derived(stance("c1", -2, target="country/IND", standing="Imputed")), "criticises") == []


def test_a_tenure_spans_the_days_on_which_articles_place_the_person_there() -> None:
    found = derived(role("c1", date="2003-05-01"), role("c2", date="2001-02-03"), role("c3", status="Acting"))
    (tenure,) = {s for s, p, _ in found if p == "seenFrom"}
    assert edges(found, "seenFrom") == [(tenure, "2001-02-03")]
    assert edges(found, "seenTo") == [(tenure, "2003-05-01")]
    assert [o for _, o in edges(found, "fromClaim")] == ["c1", "c2", "c3"]
    assert edges(found, "holdsOffice") == [("x", "o")]
    assert edges(found, "worksFor") == [("x", "b")]


@pytest.mark.parametrize("status", ["Former", "Incoming", "Deceased"])
def test_who_does_not_hold_the_office_has_no_tenure(status: str) -> None:
    assert derived(role("c1", status=status, date="2003-05-01")) == set()


INTERVALS = [
    ("2006-03-20", "2006-03-22", "2006-03-20", "2006-03-22"),
    ("2006-03-16", "2006-03-22", "2006-03-16", "2006-03-22"),
    ("2006-01-01", "2006-12-31", "2006-03-22", "2006-03-22"),
]


@pytest.mark.parametrize(("first", "last", "seen_from", "seen_to"), INTERVALS)
def test_a_week_counts_in_full_and_a_year_with_its_best_day(
    first: str, last: str, seen_from: str, seen_to: str
) -> None:
    found = derived(role("c1", date="2006-03-22", dateFrom=first, dateTo=last))
    assert [o for _, o in edges(found, "seenFrom")] == [seen_from]
    assert [o for _, o in edges(found, "seenTo")] == [seen_to]


def test_a_tenure_without_dates_has_none() -> None:
    found = derived(role("c1"))
    assert edges(found, "seenFrom") == [] and len(edges(found, "fromClaim")) == 1


def test_one_person_in_two_offices_has_two_tenures() -> None:
    found = derived(role("c1"), role("c2", office="office/p"), role("c3", agency="", country="country/IND"))
    assert len({s for s, p, _ in found if p == "fromClaim"}) == 3
    assert edges(found, "worksFor") == [("x", "IND"), ("x", "b")]


def test_a_role_without_an_office_makes_no_tenure() -> None:
    found = derived(role("c1", office=""))
    assert {p for _, p, _ in found} == {"worksFor"}


DISPUTES = [
    ("others in another article, the week before", {"date": "2003-06-10", "standing": "Imputed"}, "b", True),
    ("and the week after", {"date": "2003-06-24", "standing": "Reported"}, "b", True),
    ("not two months before", {"date": "2003-04-10", "standing": "Imputed"}, "b", False),
    ("not the holder itself", {"date": "2003-06-10", "standing": "Own"}, "b", False),
    (
        "not in the same article, whose own graph says it",
        {"date": "2003-06-10", "standing": "Imputed"},
        "a",
        False,
    ),
    ("not without a date", {"standing": "Imputed"}, "b", False),
    (
        "not of another holder",
        {"date": "2003-06-10", "standing": "Imputed", "holder": "country/IND"},
        "b",
        False,
    ),
    ("not of a forecast", {"date": "2003-06-10", "standing": "Imputed", "modality": "Predicted"}, "b", False),
]


@pytest.mark.parametrize(
    ("said", "article", "answered"), [c[1:] for c in DISPUTES], ids=[c[0] for c in DISPUTES]
)
def test_a_denial_disputes_what_others_said(said: dict[str, str], article: str, answered: bool) -> None:
    denial = stance("d", -2, "a", date="2003-06-17", modality="Denied", standing="Own")
    found = edges(derived(denial, stance("c", 1, article, **said)), "disputes")
    assert found == ([("d", "c")] if answered else [])


def conflicts(*claims: str) -> list[tuple[str, str]]:
    """Return the conflicts, each once."""
    found = edges(derived(*claims), "conflictsWith")
    assert all((o, s) in found for s, o in found)
    return [(s, o) for s, o in found if s < o]


def test_conflicts_are_tied_at_the_turns() -> None:
    def dated(name: str, day: int, polarity: int, holder: str) -> str:
        return stance(name, polarity, date=f"2003-06-{day:02}", holder=f"country/{holder}")

    assert conflicts(dated("c1", 1, 1, "CHN"), dated("c2", 2, -1, "CHN")) == [("c1", "c2")]
    assert conflicts(dated("c1", 1, 1, "CHN"), dated("c2", 2, -1, "IND")) == [("c1", "c2")]
    assert conflicts(dated("c1", 1, 1, "CHN"), dated("c2", 2, 2, "IND")) == []
    assert conflicts(dated("c1", 1, 1, "CHN"), dated("c2", 2, 0, "IND")) == []
    # The latest one by the same holder, and the latest one by another, also behind the holder's own.
    row = [
        dated("c1", 1, 1, "CHN"),
        dated("c2", 2, 1, "IND"),
        dated("c3", 3, 1, "CHN"),
        dated("c4", 4, -1, "CHN"),
    ]
    assert conflicts(*row) == [("c2", "c4"), ("c3", "c4")]
    two_policies = stance("c2", -1, date="2003-06-02", policy="policy/other")
    assert conflicts(dated("c1", 1, 1, "CHN"), two_policies) == []


def test_a_rejected_claim_counts_for_nothing() -> None:
    claims = (stance("c1", 2), stance("c2", -2), role("c3"))
    assert ("CHN", "asylum") not in edges(derived(*claims, rejected="c1"), "supports")
    assert edges(derived(*claims, rejected="c1"), "conflictsWith") == []
    assert edges(derived(*claims, rejected="c3"), "holdsOffice") == []


def test_the_order_of_loading_changes_nothing() -> None:
    rng = random.Random(1)
    days = [f"2003-06-{1 + number % 28:02}" for number in range(60)]
    claims = [stance(f"c{n}", rng.choice((-2, -1, 1, 2)), f"a{n % 7}", date=days[n]) for n in range(60)]
    claims += [role(f"r{n}", person=f"person/p{n % 5}", date=days[n]) for n in range(60)]
    texts = set()
    for _ in range(3):
        rng.shuffle(claims)
        with Store.memory() as store:
            for number, one in enumerate(claims):
                store.replace(mint(Kind.ARTICLE, f"g{number}"), one)
            texts.add(derived_triples(store))
    assert len(texts) == 1


def test_one_policy_with_many_opposite_claims_stays_linear() -> None:
    count = 4_000
    claims = [
        stance(
            f"c{n}",
            2 if n % 2 else -2,
            f"a{n}",
            date="2003-06-01",
            modality="Denied" if n % 2 else "Asserted",
        )
        for n in range(count)
    ]
    with Store.memory() as store:
        store.replace(mint(Kind.ARTICLE, "a"), "".join(claims))
        start = time.perf_counter()
        lines = derived_triples(store).count("\n")
        assert lines < 25 * count
        assert time.perf_counter() - start < 10


def test_nothing_is_derived_from_nothing() -> None:
    assert derived() == set()
