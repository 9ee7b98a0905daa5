"""Who and what all articles together speak of: persons and bodies with names, offices, counts and dates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from cablegraph.reviewing.corrections import Corrections
from cablegraph.reviewing.named import Named, short
from cablegraph.store import Store
from cablegraph_ontology.terms import Kind, kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An office in which claims place somebody, now or in former times."""

    office: str
    """Its label."""
    body: str | None
    """IRI of the body."""
    country: str | None
    """ISO 3166 alpha-3 of the country of the role or of its body."""
    claims: tuple[str, ...]
    """IRIs, sorted."""
    articles: frozenset[str]
    first: str | None
    """The first and the last day of its claims, as ISO dates."""
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One person or body. Claims that a person rejected are not counted."""

    iri: str
    label: str
    variants: tuple[str, ...]
    """Other names and wordings in articles, sorted; pronouns and the like are left out."""
    merged: tuple[str, ...]
    """IRIs of the things that were merged into this one."""
    seats: tuple[Seat, ...]
    """The offices of a person, or those in a body, the most frequent first."""
    countries: tuple[str, ...]
    """ISO 3166 alpha-3 of the countries of the offices, or of the body, the most frequent first."""
    articles: int
    claims: int
    first: str | None
    last: str | None

    @property
    def id(self) -> str:
        """The short id: "person/qin-gang"."""
        return short(self.iri)


_MENTIONS = """
SELECT ?thing ?claim ?article ?date {
  ?claim kg:person|kg:agency|kg:holder|kg:target|kg:speaker ?thing ; kg:article ?article .
  OPTIONAL { ?claim kg:date ?date }
}"""
_ROLES = """
SELECT ?claim ?article ?person ?office ?agency ?country ?date {
  ?claim kg:person ?person ; kg:article ?article .
  OPTIONAL { ?claim kg:office ?office }
  OPTIONAL { ?claim kg:agency ?agency }
  OPTIONAL { ?claim kg:country ?country }
  OPTIONAL { ?claim kg:date ?date }
}"""
_WORDINGS = """
SELECT ?thing ?article ?label ?wording {
  ?naming kg:names ?thing ; kg:article ?article ; kg:label ?label . OPTIONAL { ?naming kg:wording ?wording }
}"""
_COUNTRIES = "SELECT ?thing ?country { ?thing a kg:Organization ; kg:country ?country }"


@dataclass(slots=True)
class _Seen:
    """What is counted of one thing or seat."""

    claims: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)

    def note(self, claim: str, article: str, day: str) -> None:
        self.claims.add(claim)
        self.articles.add(article)
        if day:
            self.days.add(day)

    @property
    def first(self) -> str | None:
        return min(self.days, default=None)

    @property
    def last(self) -> str | None:
        return max(self.days, default=None)


_SeatKey = tuple[str, str, str]


def directory(store: Store, kind: Kind) -> tuple[Profile, ...]:
    """Return the persons or the bodies (`Kind.ORGANIZATION`) of a graph, those with most claims first."""
    corrections, named = Corrections.of(store), Named.of(store)
    seen = _mentions(store, corrections, kind)
    variants = _variants(store, corrections, kind)
    homes = {row[0]: row[1] for row in store.rows(_COUNTRIES)}
    seats = _seats(store, corrections, homes, kind)
    merged: dict[str, list[str]] = defaultdict(list)
    for away, final in sorted(corrections.merged.items()):
        merged[final].append(away)
    profiles = []
    for thing, found in seen.items():
        own = _ordered(seats.get(thing, {}), named)
        countries = Counter({seat.country: 0 for seat in own if seat.country is not None})
        for seat in own:
            if seat.country is not None:
                countries[seat.country] += len(seat.articles)
        if kind is Kind.ORGANIZATION:
            countries = Counter({_code(homes[thing]): 1} if thing in homes else {})
        label = named.label(thing)
        profiles.append(
            Profile(
                iri=thing,
                label=label,
                variants=tuple(sorted(variants.get(thing, set()) - {label})),
                merged=tuple(merged.get(thing, ())),
                seats=own,
                countries=tuple(sorted(countries, key=lambda code: (-countries[code], code))),
                articles=len(found.articles),
                claims=len(found.claims),
                first=found.first,
                last=found.last,
            )
        )
    return tuple(sorted(profiles, key=lambda p: (-p.claims, p.label, p.iri)))


def _mentions(store: Store, corrections: Corrections, kind: Kind) -> dict[str, _Seen]:
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for thing, claim, article, day in store.rows(_MENTIONS):
        if kind_of(thing) is kind and claim not in corrections.rejected:
            seen[corrections.thing(thing, article)].note(claim, article, day)
    return seen


def _variants(store: Store, corrections: Corrections, kind: Kind) -> dict[str, set[str]]:
    """Return what the articles call each thing; words without a capital ("the minister") are no names."""
    found: dict[str, set[str]] = defaultdict(set)
    for thing, article, label, wording in store.rows(_WORDINGS):
        if kind_of(thing) is kind:
            names = (" ".join(name.split()) for name in (label, wording))
            proper = {name for name in names if any(letter.isupper() for letter in name[1:2] + name[:1])}
            found[corrections.thing(thing, article)] |= proper
    return found


def _seats(
    store: Store, corrections: Corrections, homes: dict[str, str], kind: Kind
) -> dict[str, dict[_SeatKey, _Seen]]:
    """Return the offices by person, or by body."""
    found: dict[str, dict[_SeatKey, _Seen]] = defaultdict(lambda: defaultdict(_Seen))
    for claim, article, *things, day in store.rows(_ROLES):
        if claim in corrections.rejected:
            continue
        person, office, agency, country = (corrections.thing(thing, article) for thing in things)
        owner = person if kind is Kind.PERSON else agency
        if owner and (office or agency or country):
            found[owner][office, agency, country or homes.get(agency, "")].note(claim, article, day)
    return found


def _ordered(seats: dict[_SeatKey, _Seen], named: Named) -> tuple[Seat, ...]:
    def all_seats() -> Iterator[Seat]:
        for (office, agency, country), seen in seats.items():
            yield Seat(
                office=named.label(office or agency or country),
                body=agency or None,
                country=_code(country) if country else None,
                claims=tuple(sorted(seen.claims)),
                articles=frozenset(seen.articles),
                first=seen.first,
                last=seen.last,
            )

    return tuple(sorted(all_seats(), key=lambda seat: (-len(seat.articles), seat.office, seat.country or "")))


def _code(country: str) -> str:
    return country.rpartition("/")[2]
