"""What the program proposes to people: names that may be one, and one name that may be two. It never decides.

Only things that share a key are compared, and of many with one key only neighbours in the alphabet, so that
the time grows with the number of things, and not with that of pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cablegraph.reviewing.corrections import Corrections
from cablegraph.reviewing.decisions import read_decisions
from cablegraph.reviewing.directory import Profile, Seat, directory
from cablegraph.reviewing.named import short
from cablegraph.reviewing.spelling import same_name, skeleton, words
from cablegraph.store import Store
from cablegraph_ontology.actions import Action
from cablegraph_ontology.spelling_words import spelling_words
from cablegraph_ontology.terms import Kind, slug

NEIGHBOURS = 20
"""In a group of things with one key, each is compared with so many that follow it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Something that a person may want to decide, and the command that decides it."""

    action: Action
    """MERGE or SPLIT_OFF."""
    things: tuple[str, ...]
    """IRIs: what to merge and into what, or what to split."""
    names: tuple[str, ...]
    """The labels of the things."""
    reason: str
    command: tuple[str, ...]
    """The words behind `cablegraph` that decide it."""


def proposals(store: Store, kind: Kind) -> tuple[Proposal, ...]:
    """Return the proposals on persons, or on bodies (`Kind.ORGANIZATION`), in a fixed order.

    What a person decided already is not proposed again.
    """
    corrections = Corrections.of(store)
    apart = {
        frozenset(map(corrections.final, d.about))
        for d in read_decisions(store)
        if d.action is Action.KEEP_APART
    }
    profiles = directory(store, kind)
    pairs = _alike_persons(profiles) if kind is Kind.PERSON else _alike_bodies(profiles)
    found = [
        _merge(one, other, why)
        for one, other, why in pairs
        if frozenset((one.iri, other.iri)) not in apart and not _were_split(one, other, corrections)
    ]
    if kind is Kind.PERSON:
        found += [split for profile in profiles if (split := _homonym(profile)) is not None]
    return tuple(sorted(found, key=lambda p: (p.action, p.names, p.things)))


def _were_split(one: Profile, other: Profile, corrections: Corrections) -> bool:
    """Tell whether a person split the two off from one thing, or one from the other."""
    first, second = (corrections.split_off.get(profile.iri, profile.iri) for profile in (one, other))
    return first == second


def _key(one: Profile, other: Profile) -> tuple[str, str]:
    return (one.iri, other.iri) if one.iri < other.iri else (other.iri, one.iri)


def _merge(one: Profile, other: Profile, reason: str) -> Proposal:
    """Return the proposal to merge the thing with fewer claims, or the shorter name, into the other."""
    into, away = sorted((one, other), key=lambda p: (-p.claims, -len(p.label), p.iri))
    return Proposal(
        action=Action.MERGE,
        things=(away.iri, into.iri),
        names=(away.label, into.label),
        reason=reason,
        command=("merge", away.id, into.id, "--because", reason),
    )


_Pair = tuple[Profile, Profile, str]


def _in_groups(groups: dict[tuple[str, ...], list[Profile]]) -> Iterator[tuple[Profile, Profile]]:
    """Yield each pair of things in one group once, in a large group only near ones."""
    met: set[tuple[str, str]] = set()
    for members in groups.values():
        members.sort(key=lambda profile: (profile.label, profile.iri))
        for place, one in enumerate(members):
            for other in members[place + 1 : place + 1 + NEIGHBOURS]:
                if one.iri != other.iri and _key(one, other) not in met:
                    met.add(_key(one, other))
                    yield one, other


# ------------------------------------------------------------------ persons
def _alike_persons(profiles: Iterable[Profile]) -> Iterator[_Pair]:
    """Yield persons whose names may be one and who share an office, a body or a country.

    Those whose letters are the same need not share an office; a last name alone needs the same body.
    """
    groups: dict[tuple[str, ...], list[Profile]] = defaultdict(list)
    for profile in profiles:
        for key in set(_person_keys(profile)):
            groups[key].append(profile)
    for one, other in _in_groups(groups):
        spelling = same_name(words(one.label), words(other.label))
        if spelling is None:
            continue
        tie = _tie(one, other)
        if tie is None and spelling == "the same letters":
            yield one, other, spelling
        elif tie is not None and (tie.startswith("the same office") or spelling != "the last name alone"):
            yield one, other, f"{spelling}, {tie}"


def _person_keys(profile: Profile) -> Iterator[tuple[str, ...]]:
    """Yield keys under which spellings of one name meet."""
    parts = words(profile.label)
    bones = [skeleton(part) for part in parts]
    yield ("letters", skeleton("".join(parts)))
    yield ("words", *sorted(bones))
    for seat in profile.seats:
        yield ("last", bones[-1], seat.body or seat.country or "")
        if seat.country is not None:
            yield ("last", bones[-1], seat.country)


def _tie(one: Profile, other: Profile) -> str | None:
    """Return what the offices of two persons have in common: the office, the body or the country."""
    for what, of in (("office", _office), ("body", _body), ("country", _country)):
        shared = {of(seat) for seat in one.seats} & {of(seat) for seat in other.seats} - {""}
        if shared:
            name = min(shared)
            return f"the same {what} ({short(name) if what == 'body' else name})"
    return None


def _office(seat: Seat) -> str:
    return seat.office


def _body(seat: Seat) -> str:
    return seat.body or ""


def _country(seat: Seat) -> str:
    return seat.country or ""


def _homonym(profile: Profile) -> Proposal | None:
    """Return the proposal to split a person with offices of two countries that no article names together.

    The country with fewer articles is split off. Envoys are left out: an ambassador belongs to two countries.
    Where it is one person all the same, one of the claims is wrong: the reason names a claim of each.
    """
    articles: dict[str, set[str]] = defaultdict(set)
    for seat in profile.seats:
        if seat.country is not None:
            articles[seat.country] |= seat.articles
    if len(articles) < 2:
        return None
    main, *others = sorted(articles, key=lambda code: (-len(articles[code]), code))
    apart = [code for code in others if not articles[code] & articles[main]]
    if not apart or any(_is_envoy(seat) for seat in profile.seats):
        return None
    code = apart[0]
    reason = f"{_career(profile, main)}; {_career(profile, code)}"
    return Proposal(
        action=Action.SPLIT_OFF,
        things=(profile.iri,),
        names=(profile.label,),
        reason=f"offices of two countries, in different articles: {reason}; if one person, reject a claim",
        command=("split", profile.id, "--country", code, "--because", "two persons with one name"),
    )


def _is_envoy(seat: Seat) -> bool:
    role = seat.office.partition(", ")[0].lower()
    return any(word in role for word in spelling_words().envoys)


def _career(profile: Profile, code: str) -> str:
    """Return a person's first office in one country: "president in FIN (2003-2006, claim/0123456789ab)"."""
    seats = [seat for seat in profile.seats if seat.country == code]
    days = sorted(day for seat in seats for day in (seat.first, seat.last) if day is not None)
    years = sorted({day[:4] for day in (days[0], days[-1])}) if days else []
    details = ", ".join(
        ["-".join(years), short(seats[0].claims[0])] if years else [short(seats[0].claims[0])]
    )
    return f"{seats[0].office} in {code} ({details})"


# ------------------------------------------------------------------ bodies
def _alike_bodies(profiles: Sequence[Profile]) -> Iterator[_Pair]:
    """Yield bodies of one country, or of none, with the same words, or a name and its initials."""
    groups: dict[tuple[str, ...], list[Profile]] = defaultdict(list)
    for profile in profiles:
        home = profile.countries[0] if profile.countries else ""
        parts = _body_words(profile.label)
        groups["words", home, *sorted(set(parts))].append(profile)
        if len(parts) > 2:
            groups["initials", home, "".join(part[0] for part in parts)].append(profile)
        if profile.label.isupper() and len(profile.label) > 2:
            groups["initials", home, slug(profile.label)].append(profile)
    for one, other in _in_groups(groups):
        same_words = sorted(set(_body_words(one.label))) == sorted(set(_body_words(other.label)))
        if same_words or one.label.isupper() != other.label.isupper():
            yield one, other, "the same words" if same_words else "the initials of the name"


def _body_words(name: str) -> list[str]:
    """Return the words that count in the name of a body, without a country in brackets behind it."""
    small = spelling_words().small
    return [part for part in slug(name.partition(" (")[0]).split("-") if part not in small]
