"""The twelve questions, asked of two invented articles."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cablegraph.derived.derive import derived_triples
from cablegraph.derived.entities import entity_triples
from cablegraph.store import Store
from cablegraph_ontology.questions import questions
from cablegraph_ontology.terms import Graph

MINISTRY = "Ministry of Foreign Affairs of China"
EASING = "easing treatment of migrants"
ANSWERS: dict[str, list[dict[str, str]]] = {
    "who-held-which-office": [
        {"name": "Wei Bo", "agency": MINISTRY, "from": "2003-06-16", "to": "2003-06-22", "mentions": "2"},
        {"name": "Maria Holm", "agency": "UNHCR", "country": "", "from": "2003-06-20", "mentions": "1"},
    ],
    "officials-of-one-country": [
        {"name": "Wei Bo", "role": "spokesman", "agency": MINISTRY, "date": "2003-06-17"},
        {"name": "Wei Bo", "role": "spokesman", "date": "2003-06-20"},
    ],
    "stances-on-one-policy": [
        {
            "policy": "asylum",
            "holder": "China",
            "polarity": "-2",
            "by": "Wei Bo",
            "cue": "would not grant asylum",
        },
        {"policy": "asylum", "holder": "UNHCR", "polarity": "2", "by": "", "cue": "demanded asylum"},
    ],
    "position-over-time": [
        {"policy": "asylum", "year": "2003", "mean": "-2", "claims": "1"},
        {"policy": EASING, "year": "2003", "mean": "-2", "claims": "1"},
    ],
    "who-disagrees": [{"pro": "UNHCR", "contra": "China", "policy": "asylum"}],
    "who-denies-what": [
        {"denier": "China", "policy": EASING, "claimed": "signs of a softer line", "other": "Maria Holm"},
        {"denier": "China", "policy": EASING, "claimed": "softened its line", "other": ""},
    ],
    "own-words-against-others": [
        {"country": "China", "policy": EASING, "own": "-2", "imputed": "1", "by": "Maria Holm"},
    ],
    "who-criticises-whom": [],
    "evidence-on-one-person": [
        {
            "name": "Wei Bo",
            "headline": "Agency sees a softer line",
            "start": "115",
            "published": "2003-06-20",
        },
        {"name": "Wei Bo", "headline": "No asylum, says ministry"},
    ],
    "order-in-office": [],
    "who-speaks": [
        {"publisher": "The Daily Example", "claims": "2"},
        {"publisher": "The Daily Example", "claims": "2"},
        {"publisher": "The Example Times", "claims": "2"},
        {"publisher": "The Example Times", "claims": "2"},
    ],
    "unnamed-sources": [{"who": "Officials", "holder": "China", "policy": EASING, "polarity": "1"}],
}


def test_every_question_is_tested() -> None:
    assert set(ANSWERS) == set(questions())


@pytest.mark.parametrize("name", ANSWERS)
def test_a_question_is_answered(store: Store, name: str) -> None:
    store.replace(Graph.ENTITIES, entity_triples(store))
    store.replace(Graph.DERIVED, derived_triples(store))
    result = store.query(questions()[name].text)
    assert isinstance(result, ox.QuerySolutions)
    variables = [variable.value for variable in result.variables]
    rows = [dict(zip(variables, row, strict=True)) for row in store.rows(questions()[name].text)]
    assert len(rows) == len(ANSWERS[name])
    for row, expected in zip(rows, ANSWERS[name], strict=True):
        assert {key: row[key] for key in expected} == expected


@pytest.mark.parametrize("name", ANSWERS)
def test_a_question_of_an_empty_graph_has_no_answer(name: str) -> None:
    assert list(Store.memory().rows(questions()[name].text)) == []


CHOICES = [
    ("officials-of-one-country", '"CHN"', 2),
    ("officials-of-one-country", '"IND"', 0),
    ("position-over-time", '"CHN"', 2),
    ("position-over-time", '"IND"', 0),
    ("own-words-against-others", '"CHN"', 1),
    ("own-words-against-others", '"IND"', 0),
    ("evidence-on-one-person", '"Maria Holm"', 1),
    ("stances-on-one-policy", "<https://w3id.org/cablegraph/id/policy/asylum>", 2),
]


@pytest.mark.parametrize(("name", "value", "count"), CHOICES)
def test_the_values_line_of_a_question_chooses(store: Store, name: str, value: str, count: int) -> None:
    """Do what the comment says: take the VALUES line with another value in place of the lines above it."""
    store.replace(Graph.ENTITIES, entity_triples(store))
    lines = questions()[name].text.splitlines()
    (number,) = (n for n, line in enumerate(lines) if "VALUES ?" in line and line.lstrip().startswith("#"))
    start = lines[number].index("{") + 1
    chosen = lines[number][:start].replace("# ", "", 1) + f" {value} }}"
    above = {"line above": 1, "two lines above": 2}
    dropped = next((count for words, count in above.items() if f"the {words}" in lines[number]), 0)
    text = "\n".join([*lines[: number - dropped], chosen, *lines[number + 1 :]])
    assert len(list(store.rows(text))) == count


def test_who_criticises_whom_and_the_order_in_office_have_answers_too() -> None:
    kg, id_ = "https://w3id.org/cablegraph/ns#", "https://w3id.org/cablegraph/id/"
    label, a = (
        "<http://www.w3.org/2000/01/rdf-schema#label>",
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
    )
    day = "^^<http://www.w3.org/2001/XMLSchema#date>"
    rows = [f'<x:{name}> {label} "{name}" .' for name in ("o", "p1", "p2", "p3", "h", "t", "pol")]
    for number, (first, last) in enumerate((("2001", "2002"), ("2003", "2004"), ("2005", "2006")), start=1):
        tenure = f"<{id_}tenure/t{number}>"
        rows += [
            f"{tenure} {a} <{kg}Tenure> .",
            f"{tenure} <{kg}office> <x:o> .",
            f"{tenure} <{kg}person> <x:p{number}> .",
        ]
        rows += [
            f'{tenure} <{kg}seenFrom> "{first}-01-01"{day} .',
            f'{tenure} <{kg}seenTo> "{last}-01-01"{day} .',
        ]
    rows += [f"<x:c> <{kg}holder> <x:h> .", f"<x:c> <{kg}target> <x:t> .", f"<x:c> <{kg}policy> <x:pol> ."]
    rows += [f'<x:c> <{kg}polarity> "-1"^^<http://www.w3.org/2001/XMLSchema#integer> .']
    with Store.memory() as store:
        store.replace("x:g", "\n".join(rows))
        assert list(store.rows(questions()["who-criticises-whom"].text)) == [("h", "t", "pol", "1")]
        order = [row[1:4:2] for row in store.rows(questions()["order-in-office"].text)]
        assert order == [("p1", "p2"), ("p2", "p3")]
