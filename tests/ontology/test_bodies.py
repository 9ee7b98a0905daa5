"""Check the lists of bodies, ministries and titles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

WORDS = Path(__file__).resolve().parents[2] / "ontology" / "cablegraph_ontology" / "words"

KINDS = {
    "intergovernmental", "ngo", "armed_group", "party", "court", "national_body", "parliament", "military",
    "central_bank", "media", "company", "religious", "university", "think_tank",
}  # fmt: skip
ORGANS = {"party", "court", "national_body", "parliament", "military", "central_bank"}
EXECUTIVE = {"national_body", "military"}
BODY_KEYS = {
    "id", "name", "aliases", "kind", "country", "heads", "portfolio", "speaks_for", "wikidata", "seat", "ambiguous",
}  # fmt: skip
CLASSES = {
    "head_of_state", "head_of_government", "minister", "deputy", "spokesperson", "envoy", "legislator", "judge",
    "officer", "police", "mayor", "governor", "head_of_body", "deputy_head_of_body", "adviser", "official",
    "expert", "cleric", "royal", "member", "activist", "executive", "journalist",
}  # fmt: skip
MODIFIERS = {"current", "former", "acting", "incoming", "deceased", "deputy", "rank", "honorific"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SPELLINGS = (("UN", ("U.N.", "United Nations")), ("US", ("U.S.", "United States")))

NAMES = [
    ("U.N. refugee agency", "unhcr"),
    ("United Nations High Commissioner for Refugees", "unhcr"),
    ("UN rights office", "ohchr"),
    ("Doctors Without Borders", "msf"),
    ("U.N. nuclear watchdog", "iaea"),
    ("UN Security Council", "un-security-council"),
    ("World Food Program", "wfp"),
    ("Nato", "nato"),
    ("E.U.", "european-union"),
    ("European Court of Justice", "court-of-justice-of-the-european-union"),
    ("European Court of Human Rights", "echr"),
    ("World Court", "icj"),
    ("Organization of the Islamic Conference", "organisation-of-islamic-cooperation"),
    ("Pentagon", "usa-department-of-defense"),
    ("U.S. Department of State", "usa-department-of-state"),
    ("US Interior Department", "usa-department-of-the-interior"),
    ("Quai d'Orsay", "fra-ministry-of-foreign-affairs"),
    ("Home Office", "gbr-home-office"),
    ("Taiwan Affairs Office", "chn-taiwan-affairs-office"),
    ("State Council", "chn-state-council"),
    ("Revolutionary Guards", "irn-islamic-revolutionary-guard-corps"),
    ("IDF", "isr-defense-forces"),
    ("Workers' Party of Korea", "prk-workers-party-of-korea"),
    ("Tamil Tigers", "ltte"),
    ("al-Qaeda", "al-qaida"),
    ("Bank of England", "gbr-bank-of-england"),
    ("Lok Sabha", "ind-lok-sabha"),
    ("Lima Group", "lima-group"),
]

HEADS = [
    ("High Commissioner for Refugees", "unhcr"),
    ("Secretary of State", "usa-department-of-state"),
    ("State Councillor", "chn-state-council"),
    ("Chancellor of the Exchequer", "gbr-treasury"),
    ("Chief Cabinet Secretary", "jpn-cabinet-secretariat"),
    ("Archbishop of Canterbury", "church-of-england"),
]

SHARED = [
    ("ISIS", {"islamic-state", "institute-for-science-and-international-security"}),
    ("RSF", {"reporters-without-borders", "rapid-support-forces"}),
    ("AFP", {"agence-france-presse", "phl-armed-forces", "aus-federal-police"}),
    (
        "Foreign Office",
        {"gbr-foreign-office", "deu-federal-foreign-office", "pak-ministry-of-foreign-affairs"},
    ),
    ("House of Commons", {"gbr-house-of-commons", "can-house-of-commons"}),
]

# Titles that imply no body by themselves.
NO_HEADS = ["Managing Director", "Secretary-General", "Attorney General", "Foreign Minister", "President"]

PORTFOLIOS = [
    ("Foreign", "foreign-affairs"),
    ("External Affairs", "foreign-affairs"),
    ("Defense", "defence"),
    ("Unification", "unification"),
    ("Civil Affairs", "civil-affairs"),
    ("Oil", "petroleum"),
    ("Labor", "labour"),
]

TITLES = [
    ("spokeswoman", "spokesperson", "body"),
    ("president", "head_of_state", "country"),
    ("prime minister", "head_of_government", "country"),
    ("deputy prime minister", "deputy", "country"),
    ("ambassador", "envoy", "country"),
    ("chargé d'affaires", "envoy", "country"),
    ("national security advisor", "adviser", "country"),
    ("secretary-general", "head_of_body", "body"),
    ("secretary general", "head_of_body", "body"),
    ("lieutenant general", "officer", "body"),
    ("party leader", "head_of_body", "body"),
    ("opposition leader", "member", "self"),
    ("analyst", "expert", "self"),
    ("lawmaker", "legislator", "self"),
    ("mayor", "mayor", "body"),
]


def read(name: str) -> Any:
    return yaml.load((WORDS / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def bodies() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read("bodies.yml")
    return rows


@cache
def portfolios() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read("ministries.yml")
    return rows


@cache
def titles() -> dict[str, Any]:
    content: dict[str, Any] = read("titles.yml")
    return content


def spellings(name: str) -> set[str]:
    """Return a name in every spelling of "UN" and "US", case folded."""
    found = {name}
    for short, others in SPELLINGS:
        found |= {re.sub(rf"\b{short}\b(?!\.)", other, words) for words in found for other in others}
    return {words.casefold() for words in found}


def names_of(body: dict[str, Any]) -> list[str]:
    """Return the name, without the bracket that sets homonyms apart, and the aliases."""
    return [*dict.fromkeys([body["name"].split(" (")[0], *body.get("aliases", [])])]


def owners(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the ids by the words that belong to them."""
    found: dict[str, set[str]] = defaultdict(set)
    for words, key in pairs:
        for spelling in spellings(words):
            found[spelling].add(key)
    return found


def body_names() -> dict[str, set[str]]:
    return owners((name, body["id"]) for body in bodies() for name in names_of(body))


def body_heads() -> dict[str, set[str]]:
    return owners((head, body["id"]) for body in bodies() for head in body.get("heads", []))


def shared(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the words that stand under two ids, or twice under one."""
    seen: set[str] = set()
    for row in rows:
        for word in row["words"]:
            if word.casefold() in seen:
                yield word
            seen.add(word.casefold())


@pytest.mark.parametrize(
    "rows", [bodies(), portfolios(), titles()["titles"]], ids=["bodies", "ministries", "titles"]
)
def test_ids_are_unique_sorted_slugs(rows: list[dict[str, Any]]) -> None:
    ids = [row["id"] for row in rows]
    assert ids == sorted(set(ids))
    assert [key for key in ids if not SLUG.fullmatch(key)] == []


def test_lists_are_long_enough() -> None:
    assert len(bodies()) >= 280
    assert len(portfolios()) >= 45
    assert sum(len(title["words"]) for title in titles()["titles"]) >= 400


def test_bodies_use_known_keys_and_kinds() -> None:
    assert [(body["id"], set(body) - BODY_KEYS) for body in bodies() if set(body) - BODY_KEYS] == []
    assert {body["kind"] for body in bodies()} == KINDS


def test_every_word_is_text() -> None:
    lists = [body.get(key, []) for body in bodies() for key in ("aliases", "heads", "ambiguous")]
    lists += [row["words"] for row in [*portfolios(), *titles()["titles"]]]
    lists += [row["plural"] for row in titles()["titles"]]
    lists += list(titles()["modifiers"].values())
    lists += [[value for body in bodies() for value in body.values() if not isinstance(value, list)]]
    words = [word for row in lists for word in row]
    assert [word for word in words if not isinstance(word, str) or word != word.strip() or not word] == []
    assert [word for word in words if "’" in word] == []


def test_names_have_no_leading_article() -> None:
    names = [name for body in bodies() for name in names_of(body)]
    assert [name for name in names if name.lower().startswith("the ")] == []


def test_countries_are_codes_and_begin_the_ids_of_organs() -> None:
    codes = [
        code
        for body in bodies()
        for code in (body.get("country"), body.get("speaks_for"))
        if code is not None
    ]
    assert [code for code in codes if not re.fullmatch("[A-Z]{3}", code)] == []
    organs = [body for body in bodies() if "country" in body and body["kind"] in ORGANS]
    assert [body["id"] for body in organs if not body["id"].startswith(body["country"].lower() + "-")] == []


def test_countries_are_in_the_list_of_countries() -> None:
    known = {country["id"] for country in read("countries.yml")}
    assert {body["country"] for body in bodies() if "country" in body} - known == set()


def test_only_the_executive_speaks_for_its_country() -> None:
    # the news agency of a state that has no other voice publishes the state's own statements
    speakers = [body for body in bodies() if "speaks_for" in body and body["id"] != "kcna"]
    assert [
        b["id"] for b in speakers if b["kind"] not in EXECUTIVE or b["speaks_for"] != b.get("country")
    ] == []


def test_portfolios_of_bodies_exist() -> None:
    known = {portfolio["id"] for portfolio in portfolios()}
    assert {body["portfolio"] for body in bodies() if "portfolio" in body} - known == set()


def test_wikidata_items_are_well_formed_and_belong_to_one_body() -> None:
    items = [body["wikidata"] for body in bodies() if "wikidata" in body]
    assert [item for item in items if not re.fullmatch("Q[1-9][0-9]*", item)] == []
    assert len(items) == len(set(items))


def test_labels_are_unique() -> None:
    labels = [body["name"] for body in bodies()]
    assert sorted(label for label in set(labels) if labels.count(label) > 1) == []


def test_no_name_stands_twice_in_one_body() -> None:
    wordings = {body["id"]: [body["name"], *body.get("aliases", [])] for body in bodies()}
    assert [key for key, names in wordings.items() if len(set(names)) != len(names)] == []


def test_a_name_of_two_bodies_is_ambiguous_in_both() -> None:
    weak = owners((name, body["id"]) for body in bodies() for name in body.get("ambiguous", []))
    clashes = {name: keys for name, keys in body_names().items() if len(keys) > 1 and keys != weak.get(name)}
    assert clashes == {}


def test_ambiguous_names_are_names_of_the_body() -> None:
    strangers = {
        body["id"]: set(body["ambiguous"]) - set(names_of(body)) for body in bodies() if "ambiguous" in body
    }
    assert {key: names for key, names in strangers.items() if names} == {}


def test_every_ambiguity_has_its_reason() -> None:
    lines = (WORDS / "bodies.yml").read_text(encoding="utf-8").splitlines()
    places = [place for place, line in enumerate(lines) if line.startswith("  ambiguous:")]
    assert len(places) == sum("ambiguous" in body for body in bodies())
    reasons = [lines[p].partition("   # ")[2] or lines[p - 1].partition("  # ")[2] for p in places]
    assert [lines[p] for p, reason in zip(places, reasons, strict=True) if len(reason.split()) < 2] == []


def test_a_head_implies_one_body() -> None:
    assert {head: keys for head, keys in body_heads().items() if len(keys) > 1} == {}


def test_a_ministry_word_belongs_to_one_portfolio() -> None:
    assert list(shared(portfolios())) == []


def test_a_title_word_belongs_to_one_title() -> None:
    assert list(shared(titles()["titles"])) == []


def test_titles_use_the_closed_lists() -> None:
    for title in titles()["titles"]:
        assert set(title) <= {"id", "words", "plural", "class", "speaks_for", "body_required"}, title["id"]
        assert title["class"] in CLASSES, title["id"]
        assert title["speaks_for"] in {"body", "country", "self"}, title["id"]
        assert title.get("body_required", True) is True, title["id"]
        assert len(title["plural"]) == len(title["words"]), title["id"]
    assert {title["class"] for title in titles()["titles"]} == CLASSES


def test_a_plural_is_no_singular_of_another_title() -> None:
    singular = {word.casefold(): title["id"] for title in titles()["titles"] for word in title["words"]}
    plural = [(word.casefold(), title["id"]) for title in titles()["titles"] for word in title["plural"]]
    assert [(word, key) for word, key in plural if singular.get(word, key) != key] == []


def test_a_modifier_has_one_meaning() -> None:
    modifiers = titles()["modifiers"]
    assert set(modifiers) == MODIFIERS
    words = [word.casefold() for group in modifiers.values() for word in group]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []


@pytest.mark.parametrize(("name", "key"), NAMES)
def test_name(name: str, key: str) -> None:
    assert body_names()[name.casefold()] == {key}


@pytest.mark.parametrize(("name", "keys"), SHARED)
def test_shared_name(name: str, keys: set[str]) -> None:
    assert body_names()[name.casefold()] == keys


@pytest.mark.parametrize(("head", "key"), HEADS)
def test_head(head: str, key: str) -> None:
    assert body_heads()[head.casefold()] == {key}


@pytest.mark.parametrize("title", NO_HEADS)
def test_general_title_implies_no_body(title: str) -> None:
    assert title.casefold() not in body_heads()


@pytest.mark.parametrize(("word", "key"), PORTFOLIOS)
def test_portfolio(word: str, key: str) -> None:
    assert [portfolio["id"] for portfolio in portfolios() if word in portfolio["words"]] == [key]


@pytest.mark.parametrize(("word", "role_class", "speaks_for"), TITLES)
def test_title(word: str, role_class: str, speaks_for: str) -> None:
    found = [title for title in titles()["titles"] if word in title["words"]]
    assert [(title["class"], title["speaks_for"]) for title in found] == [(role_class, speaks_for)]
