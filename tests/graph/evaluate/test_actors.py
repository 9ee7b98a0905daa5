"""Which namings mean one actor, one person, one policy."""

from __future__ import annotations

import pytest
from tests.graph.evaluate.small_gold import CHILE, PERU, body, country, gold_actor, person

from cablegraph.evaluate.actors import Actor, default_actors, same_actor, same_or_none, same_person
from cablegraph.evaluate.wording import initials, plain_words, same_phrase, same_title


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("António Guterres", ("antonio", "guterres")),
        ("China’s defense", ("china", "defence")),
        ("the States' rights", ("the", "states", "rights")),
        ("U.S.-led", ("united", "states", "led")),
        ("UN and U.N.", ("united", "nations", "and", "united", "nations")),
        ("told us", ("told", "us")),
        ("Cote d'Ivoire", ("cote", "divoire")),
        ("", ()),
        ("— ...", ()),
    ],
)
def test_words_are_compared_without_accents_possessives_and_spellings(
    text: str, words: tuple[str, ...]
) -> None:
    assert plain_words(text) == words


CLAIMED_AND_GOLD: list[tuple[Actor, object, bool]] = [
    # Two codes decide, whatever the names.
    (country("North Korea", "PRK"), {"label": "South Korea", "iso3": "KOR"}, False),
    (CHILE, {"label": "Chile", "iso3": "CHL"}, True),
    # One code is enough between a state and its organs, not between a state and a party.
    (CHILE, {"label": "Chilean Foreign Ministry", "iso3": "CHL"}, True),
    (body("Ministry of Foreign Affairs of Chile", "CHL"), {"label": "Chile", "iso3": "CHL"}, True),
    (body("Labour Party", "GBR"), {"label": "United Kingdom", "iso3": "GBR"}, False),
    (body("Labour Party", "GBR"), {"label": "Labour", "iso3": None}, True),
    # The lexicon knows a company with a word of state in its name.
    (body("Lord's Resistance Army", "UGA"), {"label": "Uganda", "iso3": "UGA"}, False),
    # A gold label without a code is looked up.
    (CHILE, "Chile", True),
    (PERU, "Chile", False),
    # Names.
    (body("Foreign Ministry"), {"label": "Chinese Foreign Ministry", "iso3": None}, True),
    (body("United Nations"), {"label": "United Nations High Commissioner for Refugees", "iso3": None}, False),
    (body("European Union"), {"label": "African Union", "iso3": None}, False),
    (body("U.N. Security Council"), {"label": "United Nations Security Council", "iso3": None}, True),
    # Acronyms, both ways.
    (body("United Nations High Commissioner for Refugees"), {"label": "UNHCR", "iso3": None}, True),
    (body("WHO"), {"label": "World Health Organization", "iso3": None}, True),
    # Aliases.
    (body("Washington talks"), {"label": "Lima Group", "iso3": None, "aliases": ["Washington Talks"]}, True),
    # A person that claims know as one.
    (person("Guterres"), {"label": "António Guterres", "iso3": None}, True),
]


@pytest.mark.parametrize(("claimed", "gold", "same"), CLAIMED_AND_GOLD)
def test_actors(claimed: Actor, gold: object, same: bool) -> None:
    assert same_actor(claimed, gold_actor(gold)) is same


def test_nobody_agrees_with_nobody_only() -> None:
    assert same_or_none(None, None)
    assert not same_or_none(CHILE, None)
    assert not same_or_none(None, CHILE)
    assert not same_actor(None, None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ruud Lubbers", "Lubbers", True),
        ("Mr. Lubbers", "Ruud Lubbers", True),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Kim", "Kim Jong Un", True),
        ("José Manuel Barroso", "Jose Barroso", True),
        ("G. W. Bush", "George W. Bush", True),
        ("Alex Novak", "Alexander Novak", True),
        ("George Bush", "Jeb Bush", False),
        ("Sergei Ivanov", "Sergei Lavrov", False),
        ("Ana", "Maria Ana Rojas", False),
        ("Pope Francis", "Francis", True),
    ],
)
def test_persons(one: str, other: str, same: bool) -> None:
    assert same_person(person(one), gold_actor(other)) is same
    assert same_person(person(other), gold_actor(one)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("deportation of migrants", "deporting North Korean migrants", True),
        ("sanctions on Iran", "the sanctions", True),
        ("sanctions on Iran", "talks with the rebels", False),
        ("", "talks", False),
    ],
)
def test_policies(one: str, other: str, same: bool) -> None:
    assert same_phrase(one, other) is same


def test_titles_and_initials() -> None:
    assert same_title("High Commissioner for Refugees", "High Commissioner")
    assert not same_title("spokesman", "minister")
    assert initials("Office of the High Commissioner for Human Rights") == "hchr"


@pytest.mark.parametrize("value", [7, ["Chile"], {"iso3": "CHL"}])
def test_what_is_no_actor_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="no actor"):
        default_actors().of_gold(value)
