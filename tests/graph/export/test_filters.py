"""What the options leave out."""

from __future__ import annotations

import datetime

import pytest
from tests.graph.export.small_graph import role, stance, store_of, thing

from cablegraph.export.graph_view import open_view
from cablegraph.export.options import Component, EdgeMode, OptionError, Options, ViewName
from cablegraph.store import Store
from cablegraph_ontology.relations import Standing

CLAIMS = [
    stance(1, date="2003-06-17"),
    stance(2, date="2006-03-22", dateFrom="2006-03-20", dateTo="2006-03-22", confidence=0.5),
    stance(3, holder="country/USA", polarity=2, date="2006-03-25", standing="Imputed"),
    stance(4, holder="org/chn-mfa", policy="policy/treaty", polarity=1),
    stance(
        5, holder="org/unhcr", policy="policy/treaty", polarity=1, target="country/CHN", date="2009-01-01"
    ),
    role(6, person="person/qin-gang", agency="org/chn-mfa", date="2006-03-22"),
    role(7, person="person/smith", country="country/USA", date="2006-03-22"),
]
THINGS = [
    thing("country/CHN", "China", iso3="CHN"),
    thing("country/USA", "United States", iso3="USA"),
    thing("org/chn-mfa", "Foreign Ministry", country="country/CHN"),
    thing("org/unhcr", "UNHCR"),
    thing("policy/repatriation", "repatriation of North Koreans", aliases=["refoulement"]),
    thing("policy/treaty", "the treaty", aliases=["the accord"]),
]


@pytest.fixture(scope="module")
def store() -> Store:
    """Return a store with the claims above."""
    return store_of(CLAIMS, THINGS)


def claims_in(store: Store, options: Options) -> set[int]:
    """Return the numbers of the claims behind the edges."""
    with open_view(store, options) as graph:
        ids = [str(edge.attributes["claim"]) for edge in graph.edges() if "claim" in edge.attributes]
    return {int(id_.rsplit("/", 1)[1], 16) for id_ in ids}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(), {1, 2, 3, 4, 5, 6, 7}),
        (Options(since=datetime.date(2006, 3, 22)), {2, 3, 5, 6, 7}),
        (Options(until=datetime.date(2006, 3, 20)), {1, 2}),
        (Options(since=datetime.date(2006, 3, 21), until=datetime.date(2006, 3, 24)), {2, 6, 7}),
        (Options(country=("CHN",)), {1, 2, 4, 5, 6}),
        (Options(country=("usa", "CHN")), {1, 2, 3, 4, 5, 6, 7}),
        (Options(policy=("policy/treaty",)), {4, 5}),
        (Options(policy=("treaty",)), {4, 5}),
        (Options(policy=("The Treaty",)), {4, 5}),
        (Options(policy=("Refoulement",)), {1, 2, 3}),
        (Options(policy=("https://w3id.org/cablegraph/id/policy/treaty", "refoulement")), {1, 2, 3, 4, 5}),
        (Options(standing=(Standing.IMPUTED,)), {3, 6, 7}),
        (Options(view=ViewName.STANCES, standing=(Standing.OWN,)), {1, 2, 4, 5}),
        (Options(confidence=0.6), {1, 3, 4, 5, 6, 7}),
        (Options(view=ViewName.STANCES, min_weight=2), {1, 2}),
        (Options(view=ViewName.STANCES, min_weight=2, edges=EdgeMode.MERGED), {1}),
        (Options(view=ViewName.STANCES, component=Component.LARGEST), {1, 2, 3}),
        (Options(view=ViewName.STANCES, top_n=2), {1, 2}),
        (Options(view=ViewName.STANCES, top_n=4), {1, 2, 3}),
    ],
)
def test_filters(store: Store, options: Options, expected: set[int]) -> None:
    assert claims_in(store, options) == expected


def test_what_things_are_part_of_stays_only_with_them(store: Store) -> None:
    with open_view(store, Options(country=("USA",))) as graph:
        assert {node.id for node in graph.nodes} == {
            "country/USA",
            "person/smith",
            "policy/repatriation",
        }
    with open_view(store, Options(view=ViewName.OFFICIALS, min_weight=2)) as graph:
        assert (list(graph.nodes), list(graph.edges())) == ([], [])


def test_the_number_of_claims_is_told(store: Store) -> None:
    with open_view(store, Options(view=ViewName.STANCES, confidence=0.6)) as graph:
        assert (graph.n_claims, graph.n_edges) == (4, 4)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(country=("XXX",)), "no country 'XXX' in this graph. .* CHN, USA"),
        (Options(policy=("repatriate",)), "no policy 'repatriate' in this graph. Near: repatriation"),
    ],
)
def test_what_the_graph_does_not_know_is_an_error(store: Store, options: Options, message: str) -> None:
    with pytest.raises(OptionError, match=message), open_view(store, options):
        pass


def test_a_name_of_two_policies_is_an_error() -> None:
    things = [thing("policy/a", "the deal"), thing("policy/b", "the deal")]
    with (
        pytest.raises(OptionError, match="names several"),
        open_view(store_of([], things), Options(policy=("the deal",))),
    ):
        pass


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": datetime.date(2007, 1, 1), "until": datetime.date(2006, 1, 1)},
        {"confidence": 1.5},
        {"top_n": 0},
    ],
)
def test_options_that_no_graph_can_meet(wrong: dict[str, object]) -> None:
    with pytest.raises(OptionError):
        Options(**wrong)  # type: ignore[arg-type]
