"""Seeded graphs of everything that has ever broken a graph file: odd names, odd dates, parallel edges."""

from __future__ import annotations

import random
from typing import Any

from tests.graph.export.small_graph import Row, role, stance, store_of, thing

from cablegraph.store import Store

ODD_TEXTS = (
    "Jane “Q” O'Neil & <Co>",
    "line one\nline two\r\nline three\ttabbed",
    "nul \x00 bell \x07 escape \x1b delete \x7f",
    "not a character \ufffe \uffff, line separator \u2028, next line \x85",
    "وزارة الخارجية",
    "\u202eright to left override\u202c",
    "😀 👩‍👩‍👧 🇨🇳",
    '=HYPERLINK("https://evil.example","click")',
    "-2+3",
    "@everyone",
    'a,b;c|d\\e"f',
    "]]> <!-- --> <![CDATA[ &amp; &#0;",
    "e\u0301 combining " + "\u0301" * 50,
    "  spaces   around  ",
    "x" * 10_000,
    "\\",
    '"',
    '["not", "a list"]',
    "\n",
    "",
)
ODD_DATES = (
    None,
    "2006-03-22",
    "2006-03-22Z",
    "2006-03-22+09:00",
    "-0044-03-15",
    "12006-03-22",
    "2006",
    "2006-03",
    "0001-01-01",
    "9999-12-31",
    "not a date",
    "2006-02-30",
    "",
)
_WORDS = {
    "standing": ("Own", "Reported", "Imputed", "Nested", "Odd&Word", None),
    "modality": ("Asserted", "Denied", "Past", "Planned", None),
    "voice": ("Newsroom", "Direct", None),
    "status": ("Current", "Former", "Incoming", None),
}


def odd_store(seed: int, claims: int = 60) -> Store:
    """Return a store of claims between few things, so that many edges are parallel or lead back."""
    rng = random.Random(seed)
    names = {kind: [f"{kind}/{n}" for n in range(4)] for kind in ("person", "office", "org", "policy")}
    names["country"] = ["country/CHN", "country/PRK", "country/USA"]
    things = [_thing(rng, id_, names) for ids in names.values() for id_ in ids if rng.random() < 0.9]
    rows = [_claim(rng, number, names) for number in range(claims)]
    return store_of(rows, things)


def _thing(rng: random.Random, id_: str, names: dict[str, list[str]]) -> Row:
    facts: dict[str, Any] = {"aliases": rng.sample(ODD_TEXTS, 2)}
    if id_.startswith("country/"):
        facts["iso3"] = id_.removeprefix("country/")
        facts["latitude"] = rng.choice(("35.5", "nonsense", "NaN", "1e9"))
        facts["longitude"] = rng.choice(("127.25", "INF"))
    elif id_.startswith(("org/", "office/")):
        facts["country"] = rng.choice(names["country"])
        facts["agency"] = rng.choice(names["org"])
    elif id_.startswith("policy/"):
        facts["broader"] = rng.sample(names["policy"], 2)
    return thing(id_, rng.choice((*ODD_TEXTS, None)), **facts)


def _claim(rng: random.Random, number: int, names: dict[str, list[str]]) -> Row:
    def maybe(kind: str) -> str | None:
        return rng.choice((*names[kind], None))

    common: dict[str, Any] = {
        "article": rng.randint(1, 9),
        "quote": rng.choice(ODD_TEXTS),
        "confidence": rng.choice((0.5, 1.0, "NaN", "nonsense", None)),
        "hedged": rng.choice((True, False, None)),
        "speakerText": rng.choice((*ODD_TEXTS, None)),
        "speaker": maybe("person"),
    }
    common |= {name: rng.choice(ODD_DATES) for name in ("date", "dateFrom", "dateTo")}
    common |= {name: rng.choice(words) for name, words in _WORDS.items()}
    if rng.random() < 0.4:
        dates = {name: rng.choice(ODD_DATES) for name in ("validFrom", "validTo")}
        slots = {"office": maybe("office"), "agency": maybe("org"), "country": maybe("country")}
        label = rng.choice(ODD_TEXTS)
        return role(number, person=rng.choice(names["person"]), roleLabel=label, **slots, **dates, **common)
    holder = rng.choice(names["country"] + names["org"])
    polarity = rng.choice((-2, -1, 0, 1, 2, "nonsense"))
    policy = rng.choice(names["policy"])
    return stance(number, holder=holder, policy=policy, polarity=polarity, target=maybe("country"), **common)
