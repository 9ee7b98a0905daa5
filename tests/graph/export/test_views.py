"""Which edges claims make: a wrong kind here is a wrong fact in somebody's picture."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from tests.graph.export.small_graph import Row, role, stance, store_of, thing

from cablegraph.derived.derive import derived_triples
from cablegraph.export.graph_view import Edge, Node, open_view
from cablegraph.export.options import EdgeMode, Options, ViewName
from cablegraph.store import Store
from cablegraph_ontology.terms import ID, KG

CHINA = thing("country/CHN", "China", iso3="CHN", latitude="35.0", longitude="103.0")
KOREA = thing("country/PRK", "North Korea", iso3="PRK")
USA = thing("country/USA", "United States", iso3="USA")
UNHCR = thing("org/unhcr", "UNHCR", aliases=["UN refugee agency", "UNHCR"])
MFA = thing("org/chn-mfa", "Ministry of Foreign Affairs", country="country/CHN")
SPOKESMAN = thing("office/chn-mfa-spokesman", "spokesman", agency="org/chn-mfa", country="country/CHN")
REPATRIATION = thing(
    "policy/repatriation", "repatriation of North Koreans", broader=["policy/refugees", "policy/asylum"]
)
TREATY = thing("policy/treaty", "the treaty")
QIN = thing("person/qin-gang", "Qin Gang")
LIU = thing("person/liu", "Liu Jianchao")
THINGS = [CHINA, KOREA, USA, UNHCR, MFA, SPOKESMAN, REPATRIATION, TREATY, QIN, LIU]


def edges_of(claims: list[Row], **options: object) -> list[Edge]:
    """Return the edges of a view of these claims."""
    with open_view(store_of(claims, THINGS), Options(**options)) as graph:  # type: ignore[arg-type]
        edges = list(graph.edges())
        assert len(edges) == graph.n_edges
        return edges


def nodes_of(claims: list[Row], **options: object) -> dict[str, Node]:
    """Return the nodes of a view of these claims, by id."""
    with open_view(store_of(claims, THINGS), Options(**options)) as graph:  # type: ignore[arg-type]
        return {node.id: node for node in graph.nodes}


def ties(edges: list[Edge]) -> list[tuple[str, str, str]]:
    """Return source, kind and target of each edge."""
    return [(edge.source, edge.kind, edge.target) for edge in edges]


@pytest.mark.parametrize(
    ("slots", "kind"),
    [
        ({"polarity": 2}, "supports"),
        ({"polarity": -1}, "opposes"),
        ({"polarity": 0}, "neutral"),
        ({"polarity": -2, "standing": "Reported", "modality": "Planned"}, "opposes"),
        ({"polarity": -2, "standing": "Imputed"}, "opposes-imputed"),
        ({"polarity": 1, "standing": "Nested"}, "supports-nested"),
        ({"polarity": -2, "modality": "Denied"}, "opposes-denied"),
        ({"polarity": 1, "modality": "Past"}, "supports-past"),
        ({"polarity": 1, "modality": "Predicted"}, "supports-predicted"),
        ({"polarity": 1, "modality": "Denied", "standing": "Imputed"}, "supports-imputed"),
    ],
)
def test_only_what_a_holder_says_itself_is_support_or_opposition(slots: dict[str, object], kind: str) -> None:
    edges = edges_of([stance(1, **slots)], view=ViewName.STANCES)
    assert ties(edges) == [("country/CHN", kind, "policy/repatriation")]


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        (
            {"agency": "org/chn-mfa", "country": "country/CHN"},
            [("worksFor", "org/chn-mfa"), ("belongsTo", "country/CHN")],
        ),
        ({"agency": "org/unhcr"}, [("worksFor", "org/unhcr")]),
        # Who works for a UN body and comes from China does not make the body Chinese.
        (
            {"agency": "org/unhcr", "country": "country/CHN"},
            [("worksFor", "org/unhcr"), ("worksFor", "country/CHN")],
        ),
        ({"country": "country/CHN"}, [("worksFor", "country/CHN")]),
        ({"country": "country/CHN", "status": "Former"}, [("worksFor-former", "country/CHN")]),
        ({"country": "country/CHN", "status": "Acting"}, [("worksFor", "country/CHN")]),
    ],
)
def test_officials(slots: dict[str, object], expected: list[tuple[str, str]]) -> None:
    edges = edges_of([role(1, person="person/qin-gang", **slots)], view=ViewName.OFFICIALS)
    assert [(edge.kind, edge.target) for edge in edges] == expected


def test_the_full_view_ties_everything() -> None:
    claims = [
        role(1, person="person/qin-gang", office="office/chn-mfa-spokesman", agency="org/chn-mfa"),
        stance(2, target="org/unhcr"),
        stance(3, polarity=2, policy="policy/treaty", target="country/USA"),
    ]
    assert ties(edges_of(claims)) == [
        ("person/qin-gang", "holdsOffice", "office/chn-mfa-spokesman"),
        ("person/qin-gang", "worksFor", "org/chn-mfa"),
        ("country/CHN", "opposes", "policy/repatriation"),
        ("country/CHN", "criticises", "org/unhcr"),
        ("country/CHN", "supports", "policy/treaty"),
        ("country/CHN", "addresses", "country/USA"),
        ("office/chn-mfa-spokesman", "officeOf", "org/chn-mfa"),
        ("org/chn-mfa", "belongsTo", "country/CHN"),
        ("policy/repatriation", "broader", "policy/asylum"),
        ("policy/repatriation", "broader", "policy/refugees"),
    ]


def test_criticism_needs_a_target_and_a_negative_stance() -> None:
    claims = [
        stance(1, target="country/USA"),
        stance(2, polarity=2, target="country/USA"),
        stance(3),
        stance(4, target="country/CHN"),
    ]
    edges = edges_of(claims, view=ViewName.CRITICISM)
    assert ties(edges) == [("country/CHN", "criticises", "country/USA")]
    assert edges[0].attributes["policy"] == "repatriation of North Koreans"


def test_every_edge_shows_its_evidence() -> None:
    claim = stance(
        1, date="2006-03-22", speaker="person/qin-gang", confidence=0.75, voice="Indirect", act="REJECT"
    )
    (edge,) = edges_of([claim], view=ViewName.STANCES)
    assert edge.id == "claim/000000000001"
    assert edge.label == "opposes"
    assert edge.spells == (("2006-03-22", "2006-03-22"),)
    assert edge.attributes == {
        "confidence": 0.75,
        "n_claims": 1,
        "n_sources": 1,
        "polarity": -2.0,
        "standing": "own",
        "modality": "asserted",
        "voice": "indirect",
        "hedged": False,
        "act": "reject",
        "speaker": "Qin Gang",
        "policy": "repatriation of North Koreans",
        "date_start": "2006-03-22",
        "date_end": "2006-03-22",
        "year": 2006,
        "sources": ["https://news.example/1"],
        "quote": "Sentence 1.",
        "claim": "https://w3id.org/cablegraph/id/claim/000000000001",
    }


def test_merged_edges_keep_all_sources_and_all_spells() -> None:
    claims = [
        stance(1, article=2, date="2006-03-22", confidence=0.5, polarity=-1),
        stance(2, article=1, date="2003-06-17", standing="Reported", hedged=True),
        stance(3, article=1, dateFrom="2006-03-20", dateTo="2006-03-25", date="2006-03-24"),
        stance(4, article=1, polarity=2),
    ]
    edges = edges_of(claims, view=ViewName.STANCES, edges=EdgeMode.MERGED)
    assert [(edge.kind, edge.weight) for edge in edges] == [("opposes", 3.0), ("supports", 1.0)]
    assert edges[0].id == "country/CHN opposes policy/repatriation"
    assert edges[0].spells == (("2003-06-17", "2003-06-17"), ("2006-03-20", "2006-03-25"))
    attributes = edges[0].attributes
    assert attributes["sources"] == ["https://news.example/1", "https://news.example/2"]
    assert (attributes["n_claims"], attributes["n_sources"]) == (3, 2)
    assert attributes["quote"] == "Sentence 2."
    assert attributes["polarity"] == pytest.approx(-5 / 3, abs=1e-3)
    assert attributes["standing"] == "own, reported"
    assert attributes["confidence"] == 0.9
    assert attributes["hedged"] is False
    assert (attributes["date_start"], attributes["date_end"]) == ("2003-06-17", "2006-03-25")
    assert attributes["year"] == 2003


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"date": "2006-03-22"}, ("2006-03-22", "2006-03-22")),
        (
            {"date": "2006-03-22", "dateFrom": "2006-03-20", "dateTo": "2006-03-22"},
            ("2006-03-20", "2006-03-22"),
        ),
        (
            {"date": "2006-03-22", "dateFrom": "2006-03-22", "dateTo": "2006-03-20"},
            ("2006-03-22", "2006-03-22"),
        ),
        ({"date": "2006-03-22", "validFrom": "2001"}, ("2001-01-01", "2006-03-22")),
        ({"date": "2006-03-22", "validFrom": "2001", "validTo": "2004"}, ("2001-01-01", "2004-12-31")),
        ({"date": "2006-03-22", "validFrom": "2006-05-01"}, ("2006-03-22", "2006-03-22")),
        ({"date": "spring"}, None),
        ({}, None),
    ],
)
def test_time_of_a_role(dates: dict[str, str], expected: tuple[str, str] | None) -> None:
    claim = role(1, person="person/qin-gang", country="country/CHN", **dates)
    (edge,) = edges_of([claim], view=ViewName.OFFICIALS)
    assert edge.spells == (() if expected is None else (expected,))


def test_nodes_show_what_is_known_of_them() -> None:
    claims = [
        stance(1, date="2006-03-22", target="country/USA"),
        stance(2, article=2, date="2003-06-17", holder="org/unhcr", polarity=2),
        role(3, person="person/qin-gang", agency="org/chn-mfa", date="2004"),
    ]
    nodes = nodes_of(claims)
    assert nodes["country/CHN"].label == "China"
    assert nodes["country/CHN"].attributes == {
        "type": "country",
        "uri": "https://w3id.org/cablegraph/id/country/CHN",
        "iso3": "CHN",
        "mentions": 1,
        "first_seen": "2006-03-22",
        "last_seen": "2006-03-22",
        "latitude": 35.0,
        "longitude": 103.0,
    }
    assert nodes["policy/repatriation"].attributes["mentions"] == 2
    assert nodes["policy/repatriation"].spells == (("2003-06-17", "2006-03-22"),)
    assert nodes["org/unhcr"].attributes["aliases"] == ["UN refugee agency"]
    assert nodes["org/chn-mfa"].attributes["iso3"] == "CHN"
    assert "iso3" not in nodes["org/unhcr"].attributes


def test_a_node_with_an_undated_edge_is_always_shown() -> None:
    nodes = nodes_of([stance(1, date="2006-03-22"), stance(2, policy="policy/treaty")])
    assert nodes["country/CHN"].spells == ()
    assert nodes["policy/repatriation"].spells == (("2006-03-22", "2006-03-22"),)


def test_a_rejected_claim_is_left_out() -> None:
    assert (
        edges_of([stance(1, review="Rejected"), stance(2, review="Accepted")])[0].id == "claim/000000000002"
    )
    assert edges_of([stance(1, review="Rejected")]) == []


def test_a_claim_with_several_edges_gives_them_distinct_ids() -> None:
    claim = role(1, person="person/qin-gang", office="office/chn-mfa-spokesman", agency="org/unhcr")
    ids = [edge.id for edge in edges_of([claim])]
    assert ids[:2] == ["claim/000000000001", "claim/000000000001-2"]
    assert len(set(ids)) == len(ids)


def test_colleagues_share_a_body() -> None:
    claims = [
        role(1, person="person/qin-gang", agency="org/chn-mfa", validFrom="2001", validTo="2006"),
        role(2, person="person/liu", agency="org/chn-mfa", validFrom="2005", validTo="2009", article=2),
        role(3, person="person/lubbers", agency="org/unhcr"),
        role(4, person="person/qin-gang", country="country/CHN"),
        role(5, person="person/li", country="country/CHN"),
    ]
    (edge,) = edges_of(claims, view=ViewName.COLLEAGUES)
    assert ties([edge]) == [("person/liu", "sharesBody", "person/qin-gang")]
    assert edge.spells == (("2005-01-01", "2006-12-31"),)
    assert edge.attributes["shared"] == ["Ministry of Foreign Affairs"]
    assert edge.attributes["sources"] == ["https://news.example/1", "https://news.example/2"]


def test_agreement_and_disagreement_count_policies() -> None:
    claims = [
        stance(1),
        stance(2, holder="country/USA", polarity=2),
        stance(3, holder="country/PRK", polarity=-1),
        stance(4, policy="policy/treaty", polarity=1),
        stance(5, policy="policy/treaty", polarity=2, holder="country/PRK"),
        stance(6, policy="policy/treaty", polarity=-2, holder="country/USA", standing="Imputed"),
        stance(7, policy="policy/treaty", polarity=-2, holder="org/unhcr"),
    ]
    agree = edges_of(claims, view=ViewName.AGREEMENT)
    assert ties(agree) == [("country/CHN", "agreesWith", "country/PRK")]
    assert agree[0].weight == 2.0
    disagree = edges_of(claims, view=ViewName.DISAGREEMENT)
    assert ties(disagree) == [
        ("country/CHN", "disagreesWith", "country/USA"),
        ("country/PRK", "disagreesWith", "country/USA"),
    ]
    assert nodes_of(claims, view=ViewName.AGREEMENT)["country/CHN"].attributes["mentions"] == 2


def test_policies_share_holders() -> None:
    claims = [stance(1), stance(2, policy="policy/treaty", polarity=1), stance(3, holder="org/unhcr")]
    (edge,) = edges_of(claims, view=ViewName.POLICIES)
    assert ties([edge]) == [("policy/repatriation", "sharesHolders", "policy/treaty")]
    assert edge.attributes["shared"] == ["China"]


def test_an_empty_store_gives_an_empty_graph() -> None:
    for view in ViewName:
        assert edges_of([], view=view) == []


def test_things_without_a_name_are_reported() -> None:
    with open_view(store_of([stance(1)], [CHINA]), Options()) as graph:
        assert graph.warnings == (
            "1 things have no name in the graph and show their id: policy/repatriation ...",
        )


@pytest.mark.parametrize("kind", ["supports", "opposes", "criticises", "holdsOffice", "worksFor"])
def test_plain_kinds_are_the_derived_edges_of_the_graph(seeded: Store, kind: str) -> None:
    derived = {
        (quad.subject.value.removeprefix(ID), quad.object.value.removeprefix(ID))
        for quad in ox.parse(derived_triples(seeded), ox.RdfFormat.N_TRIPLES)
        if quad.predicate.value == KG + kind
    }
    with open_view(seeded, Options(edges=EdgeMode.MERGED)) as graph:
        exported = {(edge.source, edge.target) for edge in graph.edges() if edge.kind == kind}
    assert exported == derived
    assert len(derived) > 30
