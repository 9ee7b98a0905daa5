"""What the decisions of people mean for things: which thing stands for which, in which article.

Claims are never rewritten. Whoever computes something from them asks here what a claim's thing is by now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cablegraph.ntriples import iri
from cablegraph.reviewing.decisions import Decision, live_merges, read_decisions, representatives
from cablegraph.store import Store
from cablegraph_ontology.actions import Action
from cablegraph_ontology.terms import KG, Graph, Kind, kind_of


@dataclass(frozen=True, slots=True)
class Corrections:
    """The decisions that hold, ready to be applied. All things are IRIs."""

    rejected: frozenset[str] = frozenset()
    """The claims that are wrong."""
    merged: Mapping[str, str] = field(default_factory=dict)
    """What stands for a thing that was merged away, in the end."""
    splits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What a thing's name means in some articles: by thing, then by article."""
    split_off: Mapping[str, str] = field(default_factory=dict)
    """From which thing a thing was split off."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What renamed things are called."""

    @classmethod
    def of(cls, store: Store) -> Corrections:
        """Read them from the review graph."""
        rejected = frozenset(claim for (claim,) in store.rows(_REJECTED))
        decisions = read_decisions(store)
        if not decisions:
            return cls(rejected)
        merges = {thing: merge.into or "" for thing, merge in live_merges(decisions).items()}
        offs = [decision for decision in decisions if decision.action is Action.SPLIT_OFF]
        return cls(
            rejected,
            representatives(merges | _offices(store, merges, decisions)),
            _splits(store, offs, rejected),
            {off.into or "": off.about[0] for off in offs},
            {d.about[0]: d.label for d in decisions if d.action is Action.RENAME and d.label is not None},
        )

    def named(self, thing: str, article: str) -> str:
        """Return the thing that an article means by a thing that it names, before merges."""
        places = self.splits.get(thing)
        return thing if places is None else places.get(article, thing)

    def thing(self, thing: str, article: str) -> str:
        """Return the thing that stands for a thing that an article names; "" stays ""."""
        thing = self.named(thing, article)
        return self.merged.get(thing, thing)

    def final(self, thing: str) -> str:
        """Return the thing that stands for another one, in whatever article."""
        return self.merged.get(thing, thing)

    def reference_lines(self, store: Store) -> Iterator[str]:
        """Yield which claims are about a thing that was split off, as N-Triples."""
        if not self.splits:
            return
        things = " ".join(iri(thing) for thing in sorted(self.splits))
        query = f"SELECT ?claim ?article ?thing {{ VALUES ?thing {{ {things} }} {_OF_CLAIM} ?thing }}"
        for claim, article, thing in store.rows(query):
            named = self.named(thing, article)
            if named != thing:
                yield f"{iri(claim)} {iri(KG + 'refersTo')} {iri(named)} .\n"


_REJECTED = f"SELECT ?claim WHERE {{ GRAPH <{Graph.REVIEW}> {{ ?claim kg:review kg:Rejected }} }}"
_OF_CLAIM = (
    "?claim kg:article ?article ; "
    "kg:person|kg:office|kg:agency|kg:country|kg:holder|kg:policy|kg:target|kg:speaker"
)
_OFFICES = "SELECT DISTINCT ?office ?body { ?naming kg:names ?office ; kg:ofBody ?body }"


def _offices(store: Store, merges: Mapping[str, str], decisions: tuple[Decision, ...]) -> dict[str, str]:
    """Return the offices that become one because their bodies do: the spokesperson of either is one office.

    The IRI of an office is that of its body and the role. An office that only one of the bodies has stays as
    it is, and what a person decided on an office goes first.
    """
    bodies = representatives(dict(merges))
    if not any(kind_of(body) is Kind.ORGANIZATION for body in bodies):
        return {}
    decided = {thing for d in decisions if d.action in (Action.MERGE, Action.KEEP_APART) for thing in d.about}
    rows = sorted(set(store.rows(_OFFICES)))
    known = {office for office, _ in rows}
    found: dict[str, str] = {}
    for office, body in rows:
        start, _, role = office.rpartition(_last(body).lower() + "-")
        if body not in bodies or office in decided or not start.endswith("/"):
            continue
        same = f"{start}{_last(bodies[body]).lower()}-{role}"
        if same in known and same not in decided:
            found[office] = same
    return found


def _last(thing: str) -> str:
    return thing.rpartition("/")[2]


def _splits(store: Store, offs: list[Decision], rejected: frozenset[str]) -> dict[str, dict[str, str]]:
    """Return by thing and article what the name means there. A listed article goes before a country."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    by_country = {(off.about[0], off.country): off.into or "" for off in offs if off.country is not None}
    if by_country:
        for (person, article), countries in _countries(store, by_country, rejected).items():
            into = by_country.get((person, min(countries))) if len(countries) == 1 else None
            if into is not None:
                found[person][article] = into
    for off in offs:
        found[off.about[0]] |= dict.fromkeys(off.articles, off.into or "")
    return dict(found)


def _countries(
    store: Store, by_country: Mapping[tuple[str, str], str], rejected: frozenset[str]
) -> dict[tuple[str, str], set[str]]:
    """Return for each person and article the countries of the roles that the article gives the person."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    persons = " ".join(iri(person) for person in sorted({person for person, _ in by_country}))
    for person, article, claim, country in store.rows(_COUNTRIES.replace("PERSONS", persons)):
        if claim not in rejected:
            found[person, article].add(country)
    return found


_COUNTRIES = """
SELECT DISTINCT ?person ?article ?claim ?country {
  VALUES ?person { PERSONS }
  ?claim kg:person ?person ; kg:article ?article .
  { ?claim kg:country ?country }
  UNION { ?claim kg:agency ?body . ?naming kg:names ?body ; kg:article ?article ; kg:ofCountry ?country }
}"""
