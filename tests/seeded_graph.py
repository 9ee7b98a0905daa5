"""Seeded graphs of any size in the shape of the claim model, for tests and benchmarks.

    python tests/seeded_graph.py 100000 7 > graph.nq

writes 100,000 claims with their articles, namings, entities and derived edges as N-Quads. The same number
and seed always give the same lines. All names and sentences are made up from syllables.
"""

from __future__ import annotations

import datetime
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from cablegraph_ontology.terms import KG, PROV, RDF, RDFS, SCHEMA, SKOS, XSD, Graph, Kind, mint, slug

CLAIMS_PER_ARTICLE = 8
FIRST_DAY = datetime.date(1996, 1, 1)
DAYS = 10_000

_ONSETS = ("b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "v", "z", "ch", "sh")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")
_TITLES = ("spokesman", "minister", "envoy", "commissioner", "director", "judge")
_BODIES = ("Ministry", "Agency", "Council", "Commission", "Court")
_VERBS = {2: "demanded", 1: "welcomed", 0: "discussed", -1: "questioned", -2: "rejected"}
_ACTS = {2: "SUPPORT", 1: "AGREE", 0: "CONSULT", -1: "ACCUSE", -2: "REJECT"}
_VOICES = ("Newsroom", "Headline", "Direct", "Indirect")
_STANDINGS = ("Own", "Reported", "Reported", "Imputed", "Nested")
_MODALITIES = ("Asserted", "Asserted", "Asserted", "Planned", "Denied", "Predicted", "Inferred", "Past")


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity of the seeded graph: where it stands, what it is called, what it belongs to."""

    iri: str
    label: str
    of: str | None = None
    body: str | None = None


@dataclass(slots=True)
class World:
    """The things that the claims of one seeded graph are about."""

    countries: list[Thing] = field(default_factory=list)
    bodies: list[Thing] = field(default_factory=list)
    offices: list[Thing] = field(default_factory=list)
    people: list[Thing] = field(default_factory=list)
    policies: list[Thing] = field(default_factory=list)


def seeded_quads(n_claims: int, seed: int) -> Iterator[str]:
    """Yield N-Quads lines of a graph with `n_claims` claims, each line once, without line ends.

    One claim in three is a role claim. Names repeat as in news: few are frequent, most are rare.
    """
    rng = random.Random(seed)
    world = _world(rng, n_claims)
    yield from _entities(world)
    yield from _in_graph(Graph.RUNS, [_triple(mint(Kind.RUN, "seeded"), RDF + "type", _iri(KG + "Run"))])
    tenures: dict[tuple[str, str, str], list[tuple[datetime.date, str]]] = {}
    stances: set[tuple[str, str, str]] = set()
    for first in range(0, n_claims, CLAIMS_PER_ARTICLE):
        count = min(CLAIMS_PER_ARTICLE, n_claims - first)
        yield from _article(rng, world, count, tenures, stances)
    yield from _derived(tenures, stances)


def _world(rng: random.Random, n_claims: int) -> World:
    world = World()
    taken: set[str] = set()

    def name(words: int) -> str:
        while True:
            text = " ".join(_word(rng) for _ in range(words))
            if slug(text) not in taken:
                taken.add(slug(text))
                return text

    for number in range(min(150, 10 + n_claims // 50)):
        code = "Q" + chr(65 + number // 26) + chr(65 + number % 26)
        world.countries.append(Thing(mint(Kind.COUNTRY, code), name(1)))
    for _ in range(5 + n_claims // 200):
        country = rng.choice(world.countries) if rng.random() < 0.8 else None
        label = f"{rng.choice(_BODIES)} of {name(1)}"
        of = None if country is None else country.iri
        world.bodies.append(Thing(mint(Kind.ORGANIZATION, slug(label)), label, of))
    for body in world.bodies:
        for title in _TITLES[:2]:
            key = f"{body.iri.rsplit('/', 1)[1]}-{title}"
            world.offices.append(Thing(mint(Kind.OFFICE, key), title, body.of, body.iri))
    for _ in range(10 + n_claims // 20):
        label = name(2)
        world.people.append(Thing(mint(Kind.PERSON, slug(label)), label))
    for _ in range(5 + n_claims // 100):
        label = name(3).lower()
        world.policies.append(Thing(mint(Kind.POLICY, slug(label)), label))
    return world


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.randint(2, 4))).capitalize()


def _pick(rng: random.Random, things: list[Thing]) -> Thing:
    """Choose so that the first things are frequent and the last ones rare."""
    return things[int(len(things) * rng.random() ** 3)]


def _entities(world: World) -> Iterator[str]:
    rows: list[str] = []
    for kind, things in (
        ("Country", world.countries),
        ("Organization", world.bodies),
        ("Office", world.offices),
        ("Person", world.people),
        ("Policy", world.policies),
    ):
        for number, thing in enumerate(things):
            rows.append(_triple(thing.iri, RDF + "type", _iri(KG + kind)))
            rows.append(_triple(thing.iri, RDFS + "label", _text(thing.label)))
            rows.append(_triple(thing.iri, SKOS + "altLabel", _text(thing.label.upper())))
            if thing.of is not None:
                rows.append(_triple(thing.iri, KG + "country", _iri(thing.of)))
            if thing.body is not None:
                rows.append(_triple(thing.iri, KG + "agency", _iri(thing.body)))
            if kind == "Country":
                rows.append(_triple(thing.iri, KG + "iso3", _text(thing.iri[-3:])))
                rows.append(_triple(thing.iri, SCHEMA + "latitude", _number(f"{number % 90}.5")))
                rows.append(_triple(thing.iri, SCHEMA + "longitude", _number(f"{number}.25")))
    yield from _in_graph(Graph.ENTITIES, rows)


def _article(
    rng: random.Random,
    world: World,
    count: int,
    tenures: dict[tuple[str, str, str], list[tuple[datetime.date, str]]],
    stances: set[tuple[str, str, str]],
) -> Iterator[str]:
    article = mint(Kind.ARTICLE, f"{rng.getrandbits(64):016x}")
    day = FIRST_DAY + datetime.timedelta(days=rng.randrange(DAYS))
    rows = [
        _triple(article, RDF + "type", _iri(KG + "Article")),
        _triple(article, SCHEMA + "headline", _text(f"{_word(rng)} {_word(rng)}")),
        _triple(article, SCHEMA + "datePublished", _date(day)),
        _triple(article, SCHEMA + "url", f'"https://news.example/{article[-16:]}"'),
        _triple(article, SCHEMA + "publisher", _text(f"Agency {rng.randrange(20)}")),
    ]
    named: dict[str, Thing] = {}
    for number in range(count):
        claim = mint(Kind.CLAIM, f"{rng.getrandbits(48):012x}")
        if rng.random() < 1 / 3:
            rows += _role(rng, world, claim, named, tenures, day)
        else:
            rows += _stance(rng, world, claim, named, stances)
        rows += _evidence(rng, claim, article, day, number)
    for thing in named.values():
        rows += _naming(rng, article, thing)
    yield from _in_graph(article, rows)


def _evidence(rng: random.Random, claim: str, article: str, day: datetime.date, number: int) -> list[str]:
    quote = f"{_word(rng)} {_word(rng)} said on {day:%A} that {_word(rng).lower()} had {_word(rng).lower()}."
    rows = [
        _triple(claim, KG + "article", _iri(article)),
        _triple(claim, KG + "quote", _text(quote)),
        _triple(claim, KG + "start", _number(str(1000 * number), "integer")),
        _triple(claim, KG + "end", _number(str(1000 * number + len(quote)), "integer")),
        _triple(claim, KG + "cue", _text(quote.split(" ", 1)[0])),
        _triple(claim, KG + "date", _date(day)),
        _triple(claim, KG + "confidence", _number(f"0.{rng.randrange(50, 100)}")),
        _triple(claim, KG + "voice", _iri(KG + rng.choice(_VOICES))),
        _triple(claim, KG + "rule", _text("seeded")),
        _triple(claim, PROV + "wasGeneratedBy", _iri(mint(Kind.RUN, "seeded"))),
    ]
    if rng.random() < 0.1:
        rows.append(_triple(claim, KG + "dateFrom", _date(day - datetime.timedelta(days=6))))
        rows.append(_triple(claim, KG + "dateTo", _date(day)))
    return rows


def _role(
    rng: random.Random,
    world: World,
    claim: str,
    named: dict[str, Thing],
    tenures: dict[tuple[str, str, str], list[tuple[datetime.date, str]]],
    day: datetime.date,
) -> list[str]:
    person, office = _pick(rng, world.people), _pick(rng, world.offices)
    body = office.body or ""
    named[person.iri] = person
    tenures.setdefault((person.iri, office.iri, body), []).append((day, claim))
    rows = [
        _triple(claim, RDF + "type", _iri(KG + "RoleClaim")),
        _triple(claim, KG + "person", _iri(person.iri)),
        _triple(claim, KG + "personText", _text(person.label.split()[-1])),
        _triple(claim, KG + "office", _iri(office.iri)),
        _triple(claim, KG + "roleLabel", _text(office.label)),
        _triple(claim, KG + "agency", _iri(body)),
        _triple(claim, KG + "status", _iri(KG + rng.choice(("Current", "Current", "Former")))),
    ]
    if office.of is not None:
        rows.append(_triple(claim, KG + "country", _iri(office.of)))
    return rows


def _stance(
    rng: random.Random, world: World, claim: str, named: dict[str, Thing], stances: set[tuple[str, str, str]]
) -> list[str]:
    holder = _pick(rng, world.countries if rng.random() < 0.7 else world.bodies)
    policy, polarity = _pick(rng, world.policies), rng.choice((-2, -1, 0, 1, 2))
    standing, modality = rng.choice(_STANDINGS), rng.choice(_MODALITIES)
    named[holder.iri] = holder
    rows = [
        _triple(claim, RDF + "type", _iri(KG + "StanceClaim")),
        _triple(claim, KG + "holder", _iri(holder.iri)),
        _triple(claim, KG + "holderText", _text(holder.label)),
        _triple(claim, KG + "policy", _iri(policy.iri)),
        _triple(claim, KG + "policyText", _text(f"{_VERBS[polarity]} {policy.label}")),
        _triple(claim, KG + "polarity", _number(str(polarity), "integer")),
        _triple(claim, KG + "act", _iri(f"{KG}act-{_ACTS[polarity]}")),
        _triple(claim, KG + "standing", _iri(KG + standing)),
        _triple(claim, KG + "modality", _iri(KG + modality)),
    ]
    if rng.random() < 0.4:
        rows.append(_triple(claim, KG + "target", _iri(_pick(rng, world.countries).iri)))
    if rng.random() < 0.5:
        rows.append(_triple(claim, KG + "speaker", _iri(_pick(rng, world.people).iri)))
    if standing in ("Own", "Reported") and modality in ("Asserted", "Planned") and polarity:
        stances.add((holder.iri, KG + ("supports" if polarity > 0 else "opposes"), policy.iri))
    return rows


def _naming(rng: random.Random, article: str, thing: Thing) -> list[str]:
    naming = mint(Kind.NAMING, f"{rng.getrandbits(48):012x}")
    return [
        _triple(naming, RDF + "type", _iri(KG + "Naming")),
        _triple(naming, KG + "article", _iri(article)),
        _triple(naming, KG + "names", _iri(thing.iri)),
        _triple(naming, KG + "label", _text(thing.label)),
        _triple(naming, KG + "wording", _text(thing.label)),
    ]


def _derived(
    tenures: dict[tuple[str, str, str], list[tuple[datetime.date, str]]], stances: set[tuple[str, str, str]]
) -> Iterator[str]:
    rows = [_triple(holder, predicate, _iri(policy)) for holder, predicate, policy in sorted(stances)]
    held, works = set(), set()
    for number, ((person, office, body), seen) in enumerate(sorted(tenures.items())):
        tenure = mint(Kind.TENURE, f"{number:012x}")
        rows.append(_triple(tenure, RDF + "type", _iri(KG + "Tenure")))
        rows.append(_triple(tenure, KG + "person", _iri(person)))
        rows.append(_triple(tenure, KG + "office", _iri(office)))
        rows.append(_triple(tenure, KG + "agency", _iri(body)))
        rows.append(_triple(tenure, KG + "seenFrom", _date(min(seen)[0])))
        rows.append(_triple(tenure, KG + "seenTo", _date(max(seen)[0])))
        rows += [_triple(tenure, KG + "fromClaim", _iri(claim)) for _, claim in seen]
        held.add(_triple(person, KG + "holdsOffice", _iri(office)))
        works.add(_triple(person, KG + "worksFor", _iri(body)))
    yield from _in_graph(Graph.DERIVED, rows + sorted(held) + sorted(works))


def _in_graph(graph: str, rows: list[str]) -> Iterator[str]:
    return (f"{row} <{graph}> ." for row in rows)


def _triple(subject: str, predicate: str, value: str) -> str:
    return f"<{subject}> <{predicate}> {value}"


def _iri(iri: str) -> str:
    return f"<{iri}>"


def _text(text: str) -> str:
    return f'"{text}"'


def _date(day: datetime.date) -> str:
    return f'"{day.isoformat()}"^^<{XSD}date>'


def _number(text: str, datatype: str = "decimal") -> str:
    return f'"{text}"^^<{XSD}{datatype}>'


def main() -> None:
    """Write a seeded graph to the standard output; arguments: number of claims, seed."""
    for line in seeded_quads(int(sys.argv[1]), int(sys.argv[2])):
        print(line)


if __name__ == "__main__":
    main()
