"""The things that all articles speak of: a fold over what each article calls them, and what is known of them.

The graph of entities is computed anew from the namings, so that a thing is described once, however many
articles name it, and a retracted article leaves nothing behind. A thing that a person merged into another one
has the label, the country and the like of the other, so that queries from its claims answer well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from cablegraph.ntriples import decimal, iri, text, true
from cablegraph.reviewing.corrections import Corrections
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

    def note(self, label: str, country: str, body: str, curated: bool) -> None:
        """Count one naming; an empty string means none."""
        self.labels[label] += 1
        self.curated = self.curated or curated
        if country:
            self.countries[country] += 1
        if body:
            self.bodies[body] += 1

    def take(self, other: _Names) -> None:
        """Take over what a thing is called that was merged into this one; its labels become wordings."""
        self.wordings |= other.wordings | set(other.labels)
        self.countries.update(other.countries)
        self.bodies.update(other.bodies)
        self.curated = self.curated or other.curated


_NO_FACTS: Mapping[str, Facts] = MappingProxyType({})

_KINDS = (Kind.COUNTRY, Kind.OFFICE, Kind.ORGANIZATION, Kind.PERSON, Kind.POLICY)


def entity_triples(store: Store, facts: Mapping[str, Facts] = _NO_FACTS) -> str:
    """Return the graph of entities as sorted N-Triples.

    It describes every thing that an article names, and those that such a thing belongs to. `facts` are known
    things by IRI; the label known wins over the labels that articles give, and that of a person over both.
    """
    corrections = Corrections.of(store)
    facts = _corrected(facts, corrections)
    named = _fold(store, corrections)
    merged = [thing for thing in corrections.merged if thing in named]
    for thing in sorted(merged):
        named.setdefault(corrections.final(thing), _Names()).take(named.pop(thing))
    unnamed = _Names()
    lines: set[str] = set()
    described = {
        thing: tuple(_description(thing, named.get(thing, unnamed), facts.get(thing), corrections))
        for thing in _with_surroundings(named, facts)
    }
    for thing, said in described.items():
        lines.update(_lines(thing, said))
    for thing in merged:
        final = corrections.final(thing)
        shared = [pair for pair in described[final] if pair[0] not in _NOT_SHARED]
        lines.update(_lines(thing, (*shared, (KG + "mergedInto", iri(final)))))
    return "".join(sorted(lines))


_NOT_SHARED = {SKOS + "altLabel", SCHEMA + "sameAs", KG + "splitFrom"}
"""What only the thing itself says, and not those that were merged into it."""


def _lines(thing: str, said: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{iri(thing)} {iri(property_iri)} {term} .\n" for property_iri, term in said)


def _corrected(facts: Mapping[str, Facts], corrections: Corrections) -> Mapping[str, Facts]:
    """Return the facts with merged things in place of those merged away.

    The facts of a thing merged away go to the one that stands for it, unless that one is known itself.
    """
    if not corrections.merged:
        return facts
    corrected = dict(facts)
    for thing in sorted(set(corrections.merged) & set(facts)):
        away, final = facts[thing], corrections.final(thing)
        into = corrected.get(final, away)
        corrected[final] = replace(into, aliases=(*into.aliases, away.label, *away.aliases))
    for thing, known in corrected.items():
        home = None if known.iso3 is None else _key(corrections.final(mint(Kind.COUNTRY, known.iso3)))
        wider = tuple(corrections.final(policy) for policy in known.broader)
        corrected[thing] = replace(known, iso3=home, broader=wider)
    return corrected


_NAMINGS = """
SELECT ?thing ?article ?label ?country ?body ?curated WHERE {
  ?naming kg:names ?thing ; kg:label ?label .
  #article
  OPTIONAL { ?naming kg:ofCountry ?country }
  OPTIONAL { ?naming kg:ofBody ?body }
  OPTIONAL { ?naming kg:curated ?curated }
}"""

_WORDINGS = """
SELECT DISTINCT ?thing ?article ?wording WHERE {
  ?naming kg:names ?thing ; kg:wording ?wording .
  #article
}"""

_ARTICLE = "OPTIONAL { ?naming kg:article ?article }"
"""Asked for only when a thing was split: then what a name means depends on the article."""


def _fold(store: Store, corrections: Corrections) -> dict[str, _Names]:
    """Return what the articles call every thing, by its IRI."""
    namings, wordings = (
        query.replace("#article", _ARTICLE if corrections.splits else "") for query in (_NAMINGS, _WORDINGS)
    )
    named: dict[str, _Names] = defaultdict(_Names)
    parted: dict[str, _Names] = defaultdict(_Names)
    for thing, article, label, country, body, curated in store.rows(namings):
        if kind_of(thing) not in _KINDS:
            continue
        meant = corrections.named(thing, article)
        owners = corrections.thing(country, article), corrections.thing(body, article)
        named[meant].note(label, *owners, curated == "true")
        if meant != thing:
            parted[thing].note(label, *owners, curated == "true")
    for thing, article, wording in store.rows(wordings):
        # Only a policy is called by its wordings: those of others are surnames, capitals and pronouns.
        if kind_of(thing) is Kind.POLICY:
            named[corrections.named(thing, article)].wordings.add(wording)
    # A thing of which every article means one that was split off is still what their claims name.
    return dict(parted) | dict(named)


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


def _description(
    thing: str, names: _Names, known: Facts | None, corrections: Corrections
) -> Iterator[tuple[str, str]]:
    """Yield what is said of one thing, as pairs of a property and a term."""
    kind = kind_of(thing)
    assert kind is not None
    found = known.label if known is not None else _commonest(names.labels)
    label = corrections.labels.get(thing) or found or _key(thing).replace("-", " ")
    others = {found, *names.labels, *names.wordings, *(known.aliases if known is not None else ())}
    yield RDF + "type", iri(CLASSES[kind])
    yield RDFS + "label", text(label)
    for other in others - {label, None}:
        yield SKOS + "altLabel", text(other or "")
    if kind is Kind.COUNTRY:
        yield KG + "iso3", text(_key(thing))
    if kind is Kind.POLICY and known is None and not names.curated:
        yield KG + "uncurated", true()
    country, body = _country(thing, names, known), _body(thing, names)
    if country is not None:
        yield KG + "country", iri(country)
    if body is not None:
        yield KG + "agency", iri(body)
    if thing in corrections.split_off:
        yield KG + "splitFrom", iri(corrections.split_off[thing])
    if known is not None:
        yield from _fact_pairs(known)


def _fact_pairs(known: Facts) -> Iterator[tuple[str, str]]:
    """Yield where a known thing lies, what it is elsewhere, and what is wider."""
    if known.point is not None:
        latitude, longitude = known.point
        yield SCHEMA + "latitude", decimal(latitude)
        yield SCHEMA + "longitude", decimal(longitude)
    if known.wikidata is not None:
        yield SCHEMA + "sameAs", iri(WIKIDATA + known.wikidata)
    for wider in known.broader:
        yield SKOS + "broader", iri(wider)


def _key(thing: str) -> str:
    """Return the last part of an IRI: "CHN"."""
    return thing.removeprefix(ID).partition("/")[2]
