"""The JSON API, on the sample graph, on one that a person corrected, and beside its description."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from tests.server.sample_graph import CALIA, MINISTRY, MOON, RUIZ, TRADE, VERANIA, WALL, Sample, fill, path_of

from cablegraph.reviewing.review import Review, Signature
from cablegraph.store import Store
from cablegraph_ontology.relations import Modality, Standing, Status, Voice
from cablegraph_ontology.terms import ID
from cablegraph_server.api.description import description
from cablegraph_server.api.rows import rows
from cablegraph_server.api.searching import Sought
from cablegraph_server.api.selections import Side
from cablegraph_server.app import create_app
from cablegraph_server.snapshot import Snapshot

ROOT = "urn:api"
REGISTRY: Registry[Any] = Registry().with_resource(ROOT, DRAFT202012.create_resource(description()))
WHO = Signature(by="ana", on=datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC), because="read it")


def key(iri: str) -> str:
    return iri.rpartition("/")[2]


def short(iri: str) -> str:
    return iri.removeprefix(ID)


def check(document: object, pointer: str) -> None:
    """Raise unless a document is as the description says at a JSON pointer."""
    OAS31Validator({"$ref": f"{ROOT}#{pointer}"}, registry=REGISTRY).validate(document)


def get(client: FlaskClient, path: str, status: int = 200) -> dict[str, Any]:
    """Return the answer, which has to be as the description says."""
    response = client.get(path)
    assert response.status_code == status, response.get_data(as_text=True)
    document = cast("dict[str, Any]", json.loads(response.data))
    if status >= 400:
        assert response.mimetype == "application/problem+json"
        check(document, "/components/schemas/Problem")
    else:
        assert response.mimetype == "application/json"
        place = template(path.partition("?")[0]).replace("~", "~0").replace("/", "~1")
        media = "application~1json"
        check(document, quote(f"/paths/{place}/get/responses/200/content/{media}/schema", safe="/~{}"))
    return document


def template(path: str) -> str:
    """Return the path of the description that an address belongs to."""
    for known in description()["paths"]:
        if re.fullmatch(re.sub(r"\{[a-z]+\}", "[^/]+", known), path):
            return str(known)
    raise AssertionError(f"{path} is not described")


def ids(document: dict[str, Any]) -> list[str]:
    return [item["id"] for item in document["items"]]


# The description


def test_the_description_is_valid_openapi() -> None:
    validate(description())


def test_the_description_has_the_routes_of_the_application(app: Flask) -> None:
    rules = {
        re.sub(r"<(?:[a-z]+:)?([a-z]+)>", "{}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    described = {re.sub(r"\{[a-z]+\}", "{}", path) for path in description()["paths"]}
    assert rules == described


def parameters() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    shared = description()["components"]["parameters"]
    for path, item in description()["paths"].items():
        found = item["get"].get("parameters", ())
        yield path, [shared[p["$ref"].rpartition("/")[2]] if "$ref" in p else p for p in found]


@pytest.mark.parametrize(("path", "described"), list(parameters()))
def test_the_description_has_the_parameters_of_each_address(
    client: FlaskClient, path: str, described: list[dict[str, Any]]
) -> None:
    names = sorted(p["name"] for p in described if p["in"] == "query")
    said = get(client, re.sub(r"\{[a-z]+\}", "0", path) + "?nothing=1", 400)
    assert sorted(said.get("known", ())) == names


@pytest.mark.parametrize(
    ("place", "values"),
    [
        (("components", "schemas", "Voice"), Voice),
        (("components", "schemas", "Standing"), Standing),
        (("components", "schemas", "Modality"), Modality),
        (("components", "schemas", "Status"), Status),
        (("paths", "/api/search", "get", "parameters", 1, "schema", "items"), Sought),
        (("paths", "/api/stances", "get", "parameters", 7, "schema", "items"), Side),
    ],
)
def test_the_description_has_the_values_of_each_list(place: tuple[str | int, ...], values: Any) -> None:
    found: Any = description()
    for step in place:
        found = found[step]
    assert sorted(found["enum"]) == sorted(value.value for value in values)


def test_the_examples_of_the_description_are_valid() -> None:
    for path, described in parameters():
        for parameter in described:
            examples = [e["value"] for e in parameter.get("examples", {}).values()]
            examples += [parameter["example"]] if "example" in parameter else []
            assert examples, (path, parameter["name"])
            schema = json.loads(json.dumps(parameter["schema"]).replace('"#/', f'"{ROOT}#/'))
            for example in examples:
                OAS31Validator(schema, registry=REGISTRY).validate(example)
    for name, schema in (("Officials", "Officials"), ("Stances", "Claims"), ("Policies", "Policies")):
        check(description()["components"]["examples"][name]["value"], f"/components/schemas/{schema}")


def test_index(client: FlaskClient) -> None:
    for path in ("/api", "/api/"):
        response = client.get(path)
        assert response.headers["Link"] == '<http://localhost/api/openapi.json>; rel="service-desc"'
        check(response.get_json(), "/components/schemas/Index")
    served = get(client, "/api/openapi.json")
    assert served["servers"] == [{"url": "http://localhost"}]
    assert len(response.get_json()["addresses"]) == len(served["paths"])


# What it answers


def test_everything_in_the_graph_is_answered_as_described(client: FlaskClient) -> None:
    """Follow every link and id from the lists, like a client that wants all."""
    for country in get(client, "/api/countries")["items"]:
        get(client, f"/api/countries/{country['code']}/stances?limit=1")
    for policy in get(client, "/api/policies")["items"]:
        found = get(client, f"/api/stances?policy={policy['id']}")
        assert found["total"] == policy["stances"]["total"] == len(found["items"])
        signs = [(c["polarity"] > 0) - (c["polarity"] < 0) for c in found["items"]]
        assert [signs.count(n) for n in (1, -1, 0)] == [
            policy["stances"][side] for side in ("for", "against", "neither")
        ]
    claims = [hit["claim"] for hit in get(client, "/api/search?q=e&kind=claim")["items"]]
    assert {claim["kind"] for claim in claims} == {"role", "stance"}
    for claim in claims:
        whole = get(client, f"/api/{claim['id'].replace('claim', 'claims')}")
        assert whole.items() >= claim.items()
        article = get(client, f"/api/{claim['article']['id'].replace('article', 'articles')}")
        assert claim["id"] in ids(article)
        text = article["article"]["text"]
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        assert text[claim["cue_start"] : claim["cue_end"]] == claim["cue"]
    for official in get(client, "/api/officials")["items"]:
        behind = get(client, official["evidence"].removeprefix("http://localhost"))
        assert behind["total"] == official["claims"]
        assert {claim["person"]["id"] for claim in behind["items"]} == {official["person"]["id"]}


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("", ["bo-lind", "ana-ruiz"]),
        ("person=ana-ruiz", ["ana-ruiz"]),
        ("person=person/ana-ruiz", ["ana-ruiz"]),
        ("country=VRN", ["bo-lind", "ana-ruiz"]),
        ("country=country/vrn", ["bo-lind", "ana-ruiz"]),
        ("country=CLA", []),
        ("agency=vrn-foreign-ministry", ["bo-lind", "ana-ruiz"]),
        ("office=office/vrn-foreign-minister&person=bo-lind", ["bo-lind"]),
        ("role=MINISTER+foreign", ["bo-lind", "ana-ruiz"]),
        ("role=secretary", []),
        ("on=2019-05-03", ["ana-ruiz"]),
        ("on=2019-05-04", []),
        ("from=2019-05-04", ["bo-lind"]),
        ("to=2019-08-08", ["ana-ruiz"]),
        ("from=2019-05-03&to=2019-08-09", ["bo-lind", "ana-ruiz"]),
        ("voice=newsroom&min_confidence=0.9&country=VRN", ["bo-lind", "ana-ruiz"]),
        ("voice=direct,headline", []),
        ("min_confidence=0.95", []),
    ],
)
def test_officials(client: FlaskClient, query: str, people: list[str]) -> None:
    found = get(client, f"/api/officials?{query}")
    assert [item["person"]["id"] for item in found["items"]] == [f"person/{p}" for p in people]
    assert found["total"] == len(people)
    for item in found["items"]:
        assert item["country"] == {"id": "country/VRN", "label": "Verania"}


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 5),
        ("standing=own", 1),
        ("standing=imputed,own", 3),
        ("policy=border-wall", 4),
        ("policy=policy/free-trade", 1),
        ("target=CLA", 1),
        ("target=country/CLA&side=for", 1),
        ("target=country/CLA&side=against,neither", 0),
        ("speaker=person/ana-ruiz", 1),
        ("modality=denied", 1),
        ("from=2019-08-09", 2),
        ("to=2019-05-03", 2),
        ("from=2019-05-04&to=2019-08-08", 0),
        ("from=2020-01-01&to=2019-01-01", 0),
        ("min_confidence=0.75", 3),
        ("min_confidence=1e0", 2),
        ("min_confidence=0&rejected=true", 5),
        ("topic=border-wall", 4),
    ],
)
def test_stances_of_a_country(client: FlaskClient, query: str, n: int) -> None:
    found = get(client, f"/api/countries/VRN/stances?{query}")
    assert (found["total"], len(found["items"])) == (n, n)
    assert {item["holder"]["id"] for item in found["items"]} <= {"country/VRN"}
    days = [item["date"] or "" for item in found["items"]]
    assert days == sorted(days, reverse=True)
    assert get(client, f"/api/stances?holder=VRN&{query}")["items"] == found["items"]


def test_a_claim_holds_everything(client: FlaskClient, sample: Sample) -> None:
    claim = get(client, f"/api/claims/{key(sample.stance)}")
    expected = {
        "iri": sample.stance,
        "kind": "stance",
        "cue": "against",
        "polarity": -2,
        "act": "reject",
        "standing": "own",
        "modality": "denied",
        "voice": "indirect",
        "confidence": 0.8,
        "rule": "is_against",
        "date": "2019-05-03",
        "date_basis": "resolved",
        "speaker": {"id": "person/ana-ruiz", "label": "Ana Ruiz", "words": "Ana Ruiz", "read_as": None},
        "target": None,
        "disputes": [short(sample.imputed)],
        "rejected": False,
    }
    assert {name: claim[name] for name in expected} == expected
    assert claim["conflicts"] == len(claim["conflicts_with"]) > 0
    assert get(client, f"/api/claims/{key(sample.imputed)}")["disputed_by"] == [short(sample.stance)]
    unnamed = get(client, f"/api/claims/{key(sample.imputed)}")["speaker"]
    assert unnamed == {"id": None, "label": None, "words": "Officials in Calia", "read_as": None}
    role = get(client, f"/api/claims/{key(sample.role)}")
    assert (role["role"], role["status"], role["agency"]["id"]) == (
        "Foreign Minister",
        "current",
        short(MINISTRY.iri),
    )


def test_policies(client: FlaskClient) -> None:
    found = get(client, "/api/policies")
    assert ids(found) == ["policy/border-wall", "policy/free-trade"]
    assert found["items"][0]["stances"] == {"total": 5, "for": 4, "against": 1, "neither": 0}
    assert ids(get(client, "/api/policies?q=the+WALL")) == ["policy/border-wall"]
    assert ids(get(client, "/api/policies?topic=free-trade")) == ["policy/free-trade"]
    assert get(client, "/api/policies?q=nothing+like+it")["total"] == 0


def test_topics(corrected: tuple[FlaskClient, Sample]) -> None:
    """Free trade is in a topic of the lexicon; the wall is too, since the two were made one."""
    client, _ = corrected
    [wall] = get(client, "/api/policies?q=wall")["items"]
    [topic] = wall["topics"]
    assert wall["broader"] == [topic]
    assert {"policy/border-wall", topic["id"]} == set(ids(get(client, f"/api/policies?topic={topic['id']}")))
    everything = get(client, "/api/stances?policy=border-wall")
    assert get(client, f"/api/stances?topic={topic['id']}")["items"] == everything["items"]
    assert get(client, f"/api/countries/VRN/stances?topic={topic['id']}&side=against")["total"] == 2
    assert get(client, "/api/stances?topic=free-trade")["items"] == everything["items"]


def test_search(client: FlaskClient) -> None:
    found = get(client, "/api/search?q=wall")
    assert [hit["type"] for hit in found["items"]] == ["thing"] + ["claim"] * (found["total"] - 1)
    assert found["items"][0]["id"] == "policy/border-wall"
    assert all("wall" in hit["claim"]["quote"] for hit in found["items"][1:])
    assert get(client, "/api/search?q=MOON+free")["total"] == 2
    assert get(client, "/api/search?q=wall&kind=person,country")["total"] == 0
    by_name = get(client, "/api/search?q=Ibanez&kind=person")["items"]
    assert [hit["found_as"] for hit in by_name] == ["Ána Ruíz-Ibáñez"]


# Pages


@pytest.mark.parametrize(
    "address", ["/api/stances?holder=VRN", "/api/search?q=e", "/api/officials?country=VRN"]
)
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_give_each_item_once(client: FlaskClient, address: str, limit: int) -> None:
    whole = get(client, address)["items"]
    seen: list[object] = []
    path = f"{address}&limit={limit}"
    while True:
        response = client.get(path)
        page = get(client, path)
        seen += page["items"]
        assert len(page["items"]) <= limit
        assert page["total"] == len(whole)
        if page["next"] is None:
            assert "Link" not in response.headers
            break
        assert response.headers["Link"] == f'<{page["next"]}>; rel="next"'
        path = page["next"].removeprefix("http://localhost")
    assert seen == whole


def test_next_keeps_what_was_asked(client: FlaskClient) -> None:
    page = get(client, "/api/stances?holder=VRN&standing=own,reported,imputed&limit=1&rejected=true")
    asked = "holder=VRN&standing=own%2Creported%2Cimputed&limit=1&rejected=true&offset=1"
    assert page["next"] == f"http://localhost/api/stances?{asked}"


def test_behind_the_end_there_is_an_empty_page(client: FlaskClient) -> None:
    page = get(client, "/api/countries/VRN/stances?offset=1000")
    assert (page["items"], page["next"], page["total"]) == ([], None, 5)


# HTTP


def test_an_answer_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    for path in ("/api", "/api/openapi.json", "/api/policies", "/api/countries/VRN/stances?limit=2"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get("/api/countries/VRN/stances?limit=3")
    assert other.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("path", list(description()["paths"]))
def test_methods(client: FlaskClient, sample: Sample, path: str) -> None:
    known = {"/api/claims/{id}": sample.role, "/api/articles/{id}": sample.plain}
    address = re.sub(r"\{[a-z]+\}", key(known.get(path, sample.tenure)), path).replace(
        f"countries/{key(sample.tenure)}", "countries/VRN"
    )
    address += "?q=wall" if path.endswith("search") else ""
    body = client.get(address)
    head = client.head(address)
    assert (body.status_code, head.status_code, head.data) == (200, 200, b"")
    assert head.headers["Content-Length"] == body.headers["Content-Length"]
    options = client.options(address, headers={"Origin": "https://a.example"})
    assert options.status_code == 200
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert options.headers["Access-Control-Allow-Origin"] == "*"
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        refused = client.open(address, method=method)
        assert refused.status_code == 405
        assert "GET" in refused.headers["Allow"]
        assert refused.mimetype == "application/problem+json"


def test_accept(client: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get("/api/policies", headers=browser).mimetype == "application/json"
    assert client.get("/api/nothing", headers=browser).mimetype == "application/problem+json"
    refused = client.get("/api/policies", headers={"Accept": "text/csv"})
    assert refused.status_code == 406
    assert refused.get_json()["available"] == ["application/json"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/countries/VRM/stances", 404, "country/VRN"),
        ("/api/countries/Verania/stances", 404, "country/VRN"),
        ("/api/countries/ZZZ/stances", 404, "knows no country 'ZZZ'"),
        ("/api/countries/%00/stances", 404, "knows no country"),
        ("/api/stances?policy=border-wal", 404, "policy/border-wall"),
        ("/api/stances?holder=org/verania", 404, "country/VRN"),
        ("/api/stances?target=border-wall", 404, "country or agency or person"),
        ("/api/officials?person=policy/border-wall", 404, "knows no person"),
        ("/api/officials?persn=ana-ruiz", 400, "Did you mean person?"),
        ("/api/officials?on=2019-02-30", 400, "a day like"),
        ("/api/officials?on=20190203", 400, "a day like"),
        ("/api/officials?on=", 400, "not only spaces"),
        ("/api/officials?on=2019-05-03&on=2019-05-03", 400, "more than one"),
        ("/api/stances?standing=mine", 400, "own, reported"),
        ("/api/stances?standing=own,", 400, "own, reported"),
        ("/api/stances?standing=own,own", 400, "each once"),
        ("/api/stances?min_confidence=1.01", 400, "from 0 to 1"),
        ("/api/stances?min_confidence=nan", 400, "from 0 to 1"),
        ("/api/stances?rejected=yes", 400, "true or false"),
        ("/api/stances?limit=0", 400, "from 1 to 200"),
        ("/api/stances?limit=201", 400, "from 1 to 200"),
        ("/api/stances?limit=٣", 400, "from 1 to 200"),
        ("/api/stances?offset=-1", 400, "from 0 to"),
        ("/api/search", 400, "q="),
        ("/api/search?q=%ff", 400, "UTF-8"),
        ("/api/search?q=" + "a" * 201, 400, "1 to 200"),
        ("/api/claims/000000000000", 404, "knows no claim"),
        ("/api/claims/claim%2F000000000000", 404, "nothing at this address"),
        ("/api/articles/..%2f..", 404, ""),
        ("/api/nothing", 404, "nothing at this address"),
    ],
)
def test_problems(client: FlaskClient, path: str, status: int, words: str) -> None:
    assert words in get(client, path, status)["detail"]


@pytest.mark.parametrize(
    "text",
    [
        '")) } #',
        "\\u0022)) } #",
        "\\",
        "'''",
        '"""',
        "?item",
        "\x00",
        "\U0001f600\u202e",
        "SERVICE <http://a.example/> { } LOAD",
        "a\nb\rc",
        "minus values group_concat {",
        "$1 %s {0} {{",
    ],
)
def test_what_is_asked_never_becomes_part_of_a_query(client: FlaskClient, text: str) -> None:
    """A text that ended its literal would be a syntax error, or find everything."""
    everything = get(client, "/api/search?q=e&kind=claim")["total"]
    for address in ("/api/search?kind=claim&q=", "/api/officials?role="):
        found = get(client, address + quote(text))
        assert found["total"] < everything


def test_the_text_of_a_literal_is_found_as_it_is(client: FlaskClient) -> None:
    for text in ("</mark><h1>", "\x07", "\u202e", "& about", '"Verania'):
        found = get(client, "/api/search?kind=claim&q=" + quote(text))["items"]
        quotes = [hit["claim"]["quote"] for hit in found]
        assert quotes == [] or all(word in q for q in quotes for word in text.split())
    assert get(client, "/api/search?kind=claim&q=" + quote('"Verania'))["total"] == 1


def test_a_wrong_query_of_the_server_is_not_told_as_a_fault_of_the_client(app: Flask, sample: Sample) -> None:
    snapshot = Snapshot(sample.store.oxigraph, "one")
    with app.test_request_context("/api"), pytest.raises(RuntimeError, match="composed"):
        rows(snapshot, "SELECT nothing")


# Corrections


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, Sample]:
    """Return a client of the sample graph after a person merged, split and rejected."""
    folder: Path = tmp_path_factory.mktemp("corrected")
    with Store.open(folder) as store:
        sample = fill(store)
        review = Review(store)
        review.reject(sample.imputed, WHO)
        review.merge(short(TRADE.iri), short(WALL.iri), WHO)
        review.merge(short(CALIA.iri), short(VERANIA.iri), WHO)
        review.split_off(short(RUIZ.iri), WHO, claims=[sample.role])
        review.merge(short(MOON.iri), short(RUIZ.iri) + "-2", WHO)
    return create_app(folder).test_client(), sample


def test_rejected_claims_are_left_out_unless_asked_for(corrected: tuple[FlaskClient, Sample]) -> None:
    client, sample = corrected
    rejected = short(sample.imputed)
    for address in (
        "/api/countries/VRN/stances?limit=200",
        f"/api/articles/{key(sample.plain)}?limit=200",
        "/api/search?q=wanted&kind=claim",
    ):

        def listed(found: dict[str, Any]) -> list[str]:
            return [item.get("claim", item)["id"] for item in found["items"]]

        assert rejected not in listed(get(client, address))
        more = get(client, address + "&rejected=true")
        assert rejected in listed(more)
        assert more["total"] == get(client, address)["total"] + 1
    claim = get(client, f"/api/claims/{key(sample.imputed)}")
    assert (claim["rejected"], claim["review"]) == (True, "rejected")


def test_what_was_merged_away_counts_for_what_stands_for_it(corrected: tuple[FlaskClient, Sample]) -> None:
    client, _ = corrected
    policies = {item["id"]: item for item in get(client, "/api/policies")["items"]}
    assert "policy/free-trade" not in policies
    policy = policies["policy/border-wall"]
    assert "free trade" in policy["also"]
    found = get(client, "/api/stances?policy=border-wall")
    assert found["total"] == policy["stances"]["total"] == 6
    assert {item["policy"]["id"] for item in found["items"]} == {"policy/border-wall"}
    assert {item["policy"]["read_as"] for item in found["items"]} == {None, "policy/free-trade"}
    assert get(client, "/api/stances?policy=free-trade")["items"] == found["items"]
    assert ids(get(client, "/api/countries")) == ["country/VRN"]
    holders = get(client, "/api/countries/CLA/stances")["items"]
    assert holders == get(client, "/api/countries/VRN/stances")["items"]
    assert {item["holder"]["read_as"] for item in holders} == {None, "country/CLA"}


def test_what_was_split_off_has_claims_of_its_own(corrected: tuple[FlaskClient, Sample]) -> None:
    client, sample = corrected
    assert get(client, "/api/stances?speaker=person/ana-ruiz")["total"] == 0
    found = get(client, "/api/stances?speaker=person/ana-ruiz-2")
    assert short(sample.stance) in ids(found)
    assert {item["speaker"]["id"] for item in found["items"]} == {"person/ana-ruiz-2"}
    assert {item["speaker"]["read_as"] for item in found["items"]} == {"person/ana-ruiz", "person/cy-moon"}
    officials = get(client, "/api/officials?person=ana-ruiz-2")["items"]
    assert [item["person"]["id"] for item in officials] == ["person/ana-ruiz-2"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/id/policy/border-wall", "shutting out"),
        ("/id/country/VRN", "Calia supports the border wall"),
        ("/id/person/ana-ruiz-2", "Cy Moon accused Verania"),
        ("/id/person/ana-ruiz-2", "Verania is against the border wall"),
    ],
)
def test_pages_list_the_claims_of_what_was_merged_or_split(
    corrected: tuple[FlaskClient, Sample], page: str, words: str
) -> None:
    client, _ = corrected
    text = re.sub(r"<[^>]*>", "", client.get(page, headers={"Accept": "text/html"}).get_data(as_text=True))
    assert words in text
    assert "Merged into" in client.get(path_of(TRADE.iri), headers={"Accept": "text/html"}).text
    split = client.get("/id/person/ana-ruiz", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "is against the border wall" not in re.sub(r"<[^>]*>", "", split)


def test_the_numbers_of_a_page_lead_to_as_many_claims(corrected: tuple[FlaskClient, Sample]) -> None:
    client, _ = corrected
    page = client.get("/id/policy/border-wall", headers={"Accept": "text/html"}).get_data(as_text=True)
    links = re.findall(r'href="(\?show=[^"]+)">(\d+)<', page)
    assert sum(int(n) for _, n in links) == 6
    for link, _ in links:
        shown = client.get(
            "/id/policy/border-wall" + link.replace("&amp;", "&"), headers={"Accept": "text/html"}
        )
        assert shown.status_code == 200
