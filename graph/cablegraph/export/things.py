"""What the graph knows of persons, offices, organisations, countries and policies."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from cablegraph.export.queryable import Queryable
from cablegraph_ontology.terms import ID, KG, RDF, RDFS, SCHEMA, SKOS, Kind, kind_of

CLASSES = {
    KG + "Country": "country",
    KG + "Office": "office",
    KG + "Organization": "organization",
    KG + "Person": "person",
    KG + "Policy": "policy",
}
"""The classes of things and the words for them. Of several classes of a thing, the first one counts."""

FACTS = (
    "rdf:type, rdfs:label, skos:altLabel, skos:broader, kg:iso3, kg:country, kg:agency, kg:mergedInto, "
    "schema:latitude, schema:longitude"
)
"""The properties that a thing is made of."""

_TYPE_OF_KIND = {
    Kind.COUNTRY: "country",
    Kind.OFFICE: "office",
    Kind.ORGANIZATION: "organization",
    Kind.PERSON: "person",
    Kind.POLICY: "policy",
}


@dataclass(slots=True)
class Thing:
    """An entity. `country` and `body` are IRIs, `broader` a list of them; coordinates are degrees."""

    iri: str
    type: str
    label: str | None = None
    aliases: list[str] = field(default_factory=list)
    iso3: str | None = None
    country: str | None = None
    body: str | None = None
    merged_into: str | None = None
    """What stands for it since a person said that the two are one."""
    broader: list[str] = field(default_factory=list)
    latitude: float | None = None
    longitude: float | None = None

    @property
    def id(self) -> str:
        """The short id: the IRI without the part that all have in common."""
        return self.iri.removeprefix(ID)

    @property
    def name(self) -> str:
        """The label on one line; the id when there is none."""
        return one_line(self.label or "") or self.id


class Things(ABC):
    """The entities of a graph, by IRI."""

    @abstractmethod
    def find(self, iri: str) -> Thing | None:
        """Return a thing that the graph says something of."""

    @abstractmethod
    def in_class(self, class_iri: str) -> Iterable[Thing]:
        """Return the things of a class, each once, in no order."""

    def get(self, iri: str) -> Thing:
        """Return a thing; one that the graph only mentions has its id for a name."""
        thing = self.find(iri)
        if thing is None:
            kind = kind_of(iri)
            thing = Thing(iri, "other" if kind is None else _TYPE_OF_KIND.get(kind, kind.value))
        return thing

    def country_of(self, iri: str) -> str | None:
        """Return the IRI of the country that a thing is or belongs to."""
        thing = self.get(iri)
        return iri if thing.type == "country" else thing.country

    def iso3_of(self, iri: str) -> str | None:
        """Return the ISO 3166 alpha-3 code of the country that a thing is or belongs to."""
        country = self.country_of(iri)
        return None if country is None else self.get(country).iso3 or _iso3_in(country)

    def of_type(self, type_: str) -> list[Thing]:
        """Return the things of one type, by IRI, without those that were merged into others."""
        class_iri = next(iri for iri, name in CLASSES.items() if name == type_)
        found = {t.iri: t for t in self.in_class(class_iri) if t.type == type_ and t.merged_into is None}
        return [found[iri] for iri in sorted(found)]


class ThingsInMemory(Things):
    """All entities of a graph, read at once."""

    def __init__(self, store: Queryable) -> None:
        facts: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for class_iri in CLASSES:
            rows = store.query(
                f"SELECT ?e ?p ?o WHERE {{ ?e a <{class_iri}> . ?e ?p ?o FILTER(?p IN ({FACTS})) }}"
            )
            for entity, predicate, value in rows:
                facts[entity.value].append((predicate.value, value.value))
        self._known = {iri: thing_of(iri, known) for iri, known in facts.items()}

    def find(self, iri: str) -> Thing | None:
        """Return a thing that the graph says something of."""
        return self._known.get(iri)

    def in_class(self, class_iri: str) -> Iterable[Thing]:
        """Return the things whose first class this is."""
        return (t for t in self._known.values() if t is not None and t.type == CLASSES[class_iri])


def thing_of(iri: str, facts: Iterable[tuple[str, str]]) -> Thing | None:
    """Return a thing by what the graph says of it, pairs of predicate and value; None without a class."""
    facts = list(facts)
    classes = {value for predicate, value in facts if predicate == RDF + "type"}
    type_ = next((name for class_iri, name in CLASSES.items() if class_iri in classes), None)
    if type_ is None:
        return None
    thing = Thing(iri, type_)
    for predicate, value in facts:
        _note(thing, predicate, value)
    thing.broader.sort()
    thing.aliases = sorted(set(thing.aliases) - {thing.name, ""})
    return thing


def _iso3_in(country: str) -> str | None:
    """Return the code at the end of the IRI of a country."""
    return country.rsplit("/", 1)[-1] if kind_of(country) is Kind.COUNTRY else None


def _note(thing: Thing, predicate: str, value: str) -> None:
    """Keep one fact. Where there are two values by mistake, the smaller one counts."""
    if predicate == SKOS + "altLabel":
        thing.aliases.append(one_line(value))
        return
    if predicate == SKOS + "broader":
        thing.broader.append(value)
        return
    if predicate in (SCHEMA + "latitude", SCHEMA + "longitude"):
        _note_degrees(thing, predicate.removeprefix(SCHEMA), value)
        return
    name = _FIELDS.get(predicate)
    if name is None:
        return
    old = getattr(thing, name)
    if old is None or value < old:
        setattr(thing, name, value)


_FIELDS = {
    RDFS + "label": "label",
    KG + "iso3": "iso3",
    KG + "country": "country",
    KG + "agency": "body",
    KG + "mergedInto": "merged_into",
}


def _note_degrees(thing: Thing, name: str, value: str) -> None:
    try:
        degrees = float(value)
    except ValueError:
        return
    limit = 90.0 if name == "latitude" else 180.0
    if -limit <= degrees <= limit:
        setattr(thing, name, degrees)


def one_line(text: str) -> str:
    """Return the text with every run of white space, line ends included, made one space."""
    return " ".join(text.split())
