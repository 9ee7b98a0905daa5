"""The graph of entities: a fold over what the articles call things."""

from __future__ import annotations

import pytest

from cablegraph.derived.entities import Facts, entity_triples
from cablegraph.ntriples import iri, text
from cablegraph.store import Store
from cablegraph_ontology.terms import KG, Graph, Kind, mint


def naming(number: int, thing: str, label: str, **more: str) -> str:
    """Return the triples of one naming; `more` are further properties, IRIs in brackets."""
    subject = iri(mint(Kind.NAMING, f"n{number}"))
    lines = [
        f"{subject} {iri(KG + 'names')} {iri(thing)} .\n",
        f"{subject} {iri(KG + 'label')} {text(label)} .\n",
    ]
    lines += [f"{subject} {iri(KG + name)} {value} .\n" for name, value in more.items()]
    return "".join(lines)


PERSON = mint(Kind.PERSON, "maria-holm")
BODY = mint(Kind.ORGANIZATION, "fin-ministry")
OFFICE = mint(Kind.OFFICE, "fin-ministry-minister")
POLICY = mint(Kind.POLICY, "asylum")
FINLAND = mint(Kind.COUNTRY, "FIN")
SWEDEN = mint(Kind.COUNTRY, "SWE")


def described(*namings: str, facts: dict[str, Facts] | None = None) -> Store:
    """Return a store with the graph of entities made from some namings, one article each."""
    store = Store.memory()
    for number, triples in enumerate(namings):
        store.replace(mint(Kind.ARTICLE, f"a{number}"), triples)
    store.replace(Graph.ENTITIES, entity_triples(store, facts or {}))
    return store


def values(store: Store, thing: str, name: str) -> list[str]:
    query = f"SELECT ?o {{ GRAPH <{Graph.ENTITIES}> {{ <{thing}> {name} ?o }} }} ORDER BY ?o"
    return [value for (value,) in store.rows(query)]


LABELS = [
    (["Maria Holm", "Maria Holm", "Maria A. Holm"], "Maria Holm", ["Maria A. Holm"]),
    (["B", "A"], "A", ["B"]),
    (["b", "B", "b", "B"], "B", ["b"]),
]


@pytest.mark.parametrize(("given", "label", "others"), LABELS)
def test_the_commonest_label_wins_and_the_others_are_kept(
    given: list[str], label: str, others: list[str]
) -> None:
    store = described(*(naming(i, PERSON, name) for i, name in enumerate(given)))
    assert values(store, PERSON, "rdfs:label") == [label]
    assert values(store, PERSON, "skos:altLabel") == others
    assert values(store, PERSON, "rdf:type") == [KG + "Person"]


def test_a_body_has_the_country_that_most_articles_give_it_and_the_country_is_described() -> None:
    store = described(
        naming(1, BODY, "Ministry", ofCountry=iri(FINLAND)),
        naming(2, BODY, "Ministry", ofCountry=iri(SWEDEN)),
        naming(3, BODY, "Ministry", ofCountry=iri(FINLAND)),
    )
    assert values(store, BODY, "kg:country") == [FINLAND]
    assert values(store, FINLAND, "kg:iso3") == ["FIN"]
    assert values(store, FINLAND, "rdfs:label") == ["FIN"]
    assert values(store, SWEDEN, "rdfs:label") == []


def test_an_office_leads_to_its_body_and_the_body_is_described() -> None:
    store = described(naming(1, OFFICE, "minister", ofBody=iri(BODY), ofCountry=iri(FINLAND)))
    assert values(store, OFFICE, "kg:agency") == [BODY]
    assert values(store, OFFICE, "kg:country/kg:iso3") == ["FIN"]
    assert values(store, BODY, "rdfs:label") == ["fin ministry"]


def test_what_is_known_wins_over_what_articles_say() -> None:
    wider = mint(Kind.POLICY, "protection")
    facts = {
        FINLAND: Facts(label="Finland", aliases=("Suomi",), iso3="FIN", point=(60.17, 24.94), wikidata="Q33"),
        BODY: Facts(label="Ministry of Finland", iso3="FIN"),
        POLICY: Facts(label="asylum", aliases=("refuge",), broader=(wider,)),
        wider: Facts(label="protection"),
    }
    store = described(
        naming(1, BODY, "the Ministry", ofCountry=iri(SWEDEN)),
        naming(2, POLICY, "right of asylum", wording=text("asylum rights")),
        facts=facts,
    )
    assert values(store, BODY, "rdfs:label") == ["Ministry of Finland"]
    assert values(store, BODY, "skos:altLabel") == ["the Ministry"]
    assert values(store, BODY, "kg:country") == [FINLAND]
    assert values(store, FINLAND, "skos:altLabel") == ["Suomi"]
    assert values(store, FINLAND, "schema:latitude") == ["60.17"]
    assert values(store, FINLAND, "schema:sameAs") == ["http://www.wikidata.org/entity/Q33"]
    assert values(store, POLICY, "skos:altLabel") == ["asylum rights", "refuge", "right of asylum"]
    assert values(store, POLICY, "skos:broader/rdfs:label") == ["protection"]
    assert values(store, POLICY, "kg:uncurated") == []


def test_a_policy_is_uncurated_until_an_article_takes_it_from_the_lexicon() -> None:
    curated = text("true") + "^^<http://www.w3.org/2001/XMLSchema#boolean>"
    assert values(described(naming(1, POLICY, "asylum")), POLICY, "kg:uncurated") == ["true"]
    known = described(naming(1, POLICY, "asylum"), naming(2, POLICY, "asylum", curated=curated))
    assert values(known, POLICY, "kg:uncurated") == []


def test_only_policies_take_wordings_for_names() -> None:
    store = described(naming(1, PERSON, "Maria Holm", wording=text("she")))
    assert values(store, PERSON, "skos:altLabel") == []


def test_wider_policies_in_a_circle_end() -> None:
    facts = {POLICY: Facts(label="a", broader=(POLICY,))}
    assert values(described(naming(1, POLICY, "a"), facts=facts), POLICY, "skos:broader") == [POLICY]


def test_a_retracted_article_leaves_nothing_behind() -> None:
    store = described(naming(1, PERSON, "Maria Holm"))
    store.remove(mint(Kind.ARTICLE, "a0"))
    assert entity_triples(store) == ""
