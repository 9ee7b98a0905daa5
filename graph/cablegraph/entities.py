"""The things that all articles speak of: a fold over what each article calls them, and what is known of them.

The graph of entities is computed anew from the namings, so that a thing is described once, however many
articles name it, and a retracted article leaves nothing behind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cablegraph.ntriples import decimal, iri, text, true
from cablegraph.store import Store
from cablegraph_ontology.terms import ID, KG, RDF, RDFS, SCHEMA, SKOS, Kind, kind_of, mint
from cablegraph_ontology.vocabulary import CLASSES

WIKIDATA = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a thing beside what articles call it."""

    label: str
    aliases: tuple[str, ...] = ()
    iso3: str | None = None
    """ISO 3166 alpha-3 of a country, or of the country that a body or office belongs to."""
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees."""
    wikidata: str | None = None
    """Wikidata identifier: "Q148"."""
    broader: tuple[str, ...] = ()
    """IRIs of the wider policies."""


@dataclass(slots=True)
class _Names:
    """What all articles together call one thing."""

    labels: Counter[str] = field(default_factory=Counter)
    wordings: set[str] = field(default_factory=set)
    countries: Counter[str] = field(default_factory=Counter)
    bodies: Counter[str] = field(default_factory=Counter)
    curated: bool = False


_NO_FACTS: Mapping[str, Facts] = MappingProxyType({})

_KINDS = (Kind.COUNTRY, Kind.OFFICE, Kind.ORGANIZATION, Kind.PERSON, Kind.POLICY)


def entity_triples(store: Store, facts: Mapping[str, Facts] = _NO_FACTS) -> str:
    """Return the graph of entities as sorted N-Triples.

    It describes every thing that an article names, and those that such a thing belongs to. `facts` are known
    things by IRI; the label known wins over the labels that articles give.
    """
    named = _fold(store)
    things = _with_surroundings(named, facts)
    unnamed = _Names()
    lines: set[str] = set()
    for thing in things:
        lines.update(_thing_lines(thing, named.get(thing, unnamed), facts.get(thing)))
    return "".join(sorted(lines))


_NAMINGS = """
SELECT ?thing ?label ?country ?body ?curated WHERE {
  ?naming kg:names ?thing ; kg:label ?label .
  OPTIONAL { ?naming kg:ofCountry ?country }
  OPTIONAL { ?naming kg:ofBody ?body }
  OPTIONAL { ?naming kg:curated ?curated }
}"""

_WORDINGS = "SELECT DISTINCT ?thing ?wording WHERE { ?naming kg:names ?thing ; kg:wording ?wording }"


def _fold(store: Store) -> dict[str, _Names]:
    """Return what the articles call every thing, by its IRI."""
    named: dict[str, _Names] = defaultdict(_Names)
    for thing, label, country, body, curated in store.rows(_NAMINGS):
        if kind_of(thing) not in _KINDS:
            continue
        names = named[thing]
        names.labels[label] += 1
        names.curated = names.curated or curated == "true"
        if country:
            names.countries[country] += 1
        if body:
            names.bodies[body] += 1
    for thing, wording in store.rows(_WORDINGS):
        # Only a policy is called by its wordings: those of others are surnames, capitals and pronouns.
        if kind_of(thing) is Kind.POLICY:
            named[thing].wordings.add(wording)
    return dict(named)


def _with_surroundings(named: Mapping[str, _Names], facts: Mapping[str, Facts]) -> set[str]:
    """Return the named things and those that they lead to: countries, bodies, wider policies."""
    found: set[str] = set()
    waiting = list(named)
    while waiting:
        thing = waiting.pop()
        if thing in found:
            continue
        found.add(thing)
        names, known = named.get(thing), facts.get(thing)
        links = (_country(thing, names, known), _body(thing, names), *(known.broader if known else ()))
        waiting.extend(link for link in links if link is not None)
    return found


def _country(thing: str, names: _Names | None, known: Facts | None) -> str | None:
    """Return the country that a body or office belongs to."""
    if kind_of(thing) not in (Kind.ORGANIZATION, Kind.OFFICE):
        return None
    if known is not None:
        return None if known.iso3 is None else mint(Kind.COUNTRY, known.iso3)
    return None if names is None else _commonest(names.countries)


def _body(thing: str, names: _Names | None) -> str | None:
    """Return the body that an office belongs to."""
    return _commonest(names.bodies) if names is not None and kind_of(thing) is Kind.OFFICE else None


def _commonest(counts: Counter[str]) -> str | None:
    """Return the most frequent value, the first by code points among equals, or None without any."""
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def _thing_lines(thing: str, names: _Names, known: Facts | None) -> Iterator[str]:
    """Yield the description of one thing."""
    kind = kind_of(thing)
    assert kind is not None
    subject = iri(thing)
    label = known.label if known is not None else _commonest(names.labels) or _key(thing).replace("-", " ")
    others = {*names.labels, *names.wordings, *(known.aliases if known is not None else ())} - {label}
    yield f"{subject} {iri(RDF + 'type')} {iri(CLASSES[kind])} .\n"
    yield f"{subject} {iri(RDFS + 'label')} {text(label)} .\n"
    for other in others:
        yield f"{subject} {iri(SKOS + 'altLabel')} {text(other)} .\n"
    if kind is Kind.COUNTRY:
        yield f"{subject} {iri(KG + 'iso3')} {text(_key(thing))} .\n"
    if kind is Kind.POLICY and known is None and not names.curated:
        yield f"{subject} {iri(KG + 'uncurated')} {true()} .\n"
    country, body = _country(thing, names, known), _body(thing, names)
    if country is not None:
        yield f"{subject} {iri(KG + 'country')} {iri(country)} .\n"
    if body is not None:
        yield f"{subject} {iri(KG + 'agency')} {iri(body)} .\n"
    if known is not None:
        yield from _fact_lines(subject, known)


def _fact_lines(subject: str, known: Facts) -> Iterator[str]:
    """Yield where a known thing lies, what it is elsewhere, and what is wider."""
    if known.point is not None:
        latitude, longitude = known.point
        yield f"{subject} {iri(SCHEMA + 'latitude')} {decimal(latitude)} .\n"
        yield f"{subject} {iri(SCHEMA + 'longitude')} {decimal(longitude)} .\n"
    if known.wikidata is not None:
        yield f"{subject} {iri(SCHEMA + 'sameAs')} {iri(WIKIDATA + known.wikidata)} .\n"
    for wider in known.broader:
        yield f"{subject} {iri(SKOS + 'broader')} {iri(wider)} .\n"


def _key(thing: str) -> str:
    """Return the last part of an IRI: "CHN"."""
    return thing.removeprefix(ID).partition("/")[2]
