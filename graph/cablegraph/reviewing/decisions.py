"""What people decided on claims and things: one node each in the review graph, which no build ever touches.

A set of decisions means the same in whatever order they were taken: two that contradict each other are never
kept side by side, `check` refuses the second one.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from cablegraph.ntriples import iri, text, typed
from cablegraph.store import Store
from cablegraph_ontology.actions import Action
from cablegraph_ontology.terms import ID, KG, RDF, XSD, Graph, Kind, mint_fingerprint
from cablegraph_ontology.vocabulary import CLASSES, value_iri

_REVIEWS = {Action.ACCEPT: KG + "Accepted", Action.REJECT: KG + "Rejected"}
_ACTIONS = {value_iri(action): action for action in Action}


class DecisionError(ValueError):
    """The decision cannot stand beside the others. The message says which, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of one person. What is not said by its kind of action is None or empty."""

    action: Action
    about: tuple[str, ...]
    """IRI of the claim or thing; of two things, sorted, that are kept apart."""
    by: str
    on: datetime.datetime
    """In UTC, in whole seconds."""
    because: str | None = None
    into: str | None = None
    """IRI of the thing that stands for a merged one, or of the one that is split off."""
    label: str | None = None
    """What a renamed thing is called."""
    articles: tuple[str, ...] = ()
    """IRIs of the articles, sorted, in which the name means the thing split off."""
    country: str | None = None
    """IRI of the country to which the person split off belongs."""

    @property
    def iri(self) -> str:
        """The IRI of the decision, made from its content."""
        parts = (self.into, self.label, self.country, self.by, _moment(self.on), self.because)
        return mint_fingerprint(Kind.DECISION, self.action, *self.about, *self.articles, *parts)

    @property
    def id(self) -> str:
        """The short id: "decision/0123456789ab"."""
        return self.iri.removeprefix(ID)

    def __str__(self) -> str:
        return f"{self.id} ({self.action.value.replace('_', ' ')}, {self.by}, {self.on.date()})"

    def triples(self) -> Iterator[str]:
        """Yield the decision as N-Triples lines, and the mark on a reviewed claim."""
        subject = iri(self.iri)
        yield f"{subject} {iri(RDF + 'type')} {iri(CLASSES[Kind.DECISION])} .\n"
        yield f"{subject} {iri(KG + 'decides')} {iri(value_iri(self.action))} .\n"
        yield f"{subject} {iri(KG + 'by')} {text(self.by)} .\n"
        yield f"{subject} {iri(KG + 'on')} {typed(_moment(self.on), XSD + 'dateTime')} .\n"
        for thing in self.about:
            yield f"{subject} {iri(KG + 'about')} {iri(thing)} .\n"
        for article in self.articles:
            yield f"{subject} {iri(KG + 'inArticle')} {iri(article)} .\n"
        if self.into is not None:
            yield f"{subject} {iri(KG + 'into')} {iri(self.into)} .\n"
        if self.country is not None:
            yield f"{subject} {iri(KG + 'ofCountry')} {iri(self.country)} .\n"
        if self.label is not None:
            yield f"{subject} {iri(KG + 'newLabel')} {text(self.label)} .\n"
        if self.because is not None:
            yield f"{subject} {iri(KG + 'because')} {text(self.because)} .\n"
        if self.action in _REVIEWS:
            yield f"{iri(self.about[0])} {iri(KG + 'review')} {iri(_REVIEWS[self.action])} .\n"


def _moment(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_decisions(store: Store) -> tuple[Decision, ...]:
    """Return the decisions of the review graph, in the order of their time."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(Graph.REVIEW)):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            said[quad.subject.value][quad.predicate.value].append(quad.object.value)
    found = [_decision(values) for values in said.values() if KG + "decides" in values]
    return tuple(sorted(found, key=lambda decision: (decision.on, decision.iri)))


def _decision(said: dict[str, list[str]]) -> Decision:
    def one(name: str) -> str | None:
        return min(said.get(KG + name, ()), default=None)

    return Decision(
        action=_ACTIONS[one("decides") or ""],
        about=tuple(sorted(said[KG + "about"])),
        by=one("by") or "",
        on=datetime.datetime.fromisoformat(one("on") or ""),
        because=one("because"),
        into=one("into"),
        label=one("newLabel"),
        articles=tuple(sorted(said.get(KG + "inArticle", ()))),
        country=one("ofCountry"),
    )


def live_merges(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """Return the merges that hold, by the thing merged away: those of things that nobody keeps apart."""
    apart = {d.about for d in decisions if d.action is Action.KEEP_APART}
    merges: dict[str, Decision] = {}
    for decision in decisions:
        if decision.action is Action.MERGE and _pair(decision) not in apart:
            merges.setdefault(decision.about[0], decision)
    return merges


def _pair(merge: Decision) -> tuple[str, ...]:
    return tuple(sorted((merge.about[0], merge.into or "")))


def representatives(parents: dict[str, str]) -> dict[str, str]:
    """Return for each thing merged away the thing that stands for it in the end.

    Raises DecisionError when things are merged in a circle.
    """
    final: dict[str, str] = {}
    for thing in parents:
        road: dict[str, None] = {}
        while thing in parents and thing not in final:
            if thing in road:
                raise DecisionError(f"{_id(thing)} would be merged into itself, in a circle")
            road[thing] = None
            thing = parents[thing]
        end = final.get(thing, thing)
        final.update(dict.fromkeys(road, end))
    return final


def check(decisions: Iterable[Decision]) -> None:
    """Raise DecisionError when two of the decisions contradict each other."""
    decisions = tuple(decisions)
    taken: dict[tuple[object, ...], Decision] = {}
    for decision in decisions:
        for question in _questions(decision):
            other = taken.setdefault(question, decision)
            if other is not decision:
                raise DecisionError(
                    f"that was decided already: {other}; to decide anew, undo {other.id} first"
                )
    _check_merges(decisions)


def _questions(decision: Decision) -> Iterator[tuple[object, ...]]:
    """Yield what the decision answers; each question has one answer at most."""
    match decision.action:
        case Action.ACCEPT | Action.REJECT:
            yield "review", decision.about
        case Action.SPLIT_OFF:
            yield "thing", decision.into
            if decision.country is not None:
                yield "country", decision.about, decision.country
            for article in decision.articles:
                yield "article", decision.about, article
        case Action.MERGE:
            yield "merge", decision.about, decision.into
        case _:
            yield decision.action, decision.about


def _check_merges(decisions: tuple[Decision, ...]) -> None:
    merges = live_merges(decisions)
    apart = [decision for decision in decisions if decision.action is Action.KEEP_APART]
    pairs = {decision.about for decision in apart}
    for decision in decisions:
        first = merges.get(decision.about[0])
        if decision.action is Action.MERGE and first is not decision and _pair(decision) not in pairs:
            away, into = _id(decision.about[0]), "" if first is None else _id(first.into or "")
            raise DecisionError(
                f"{away} is merged into {into} already by {first}; merge {into}, or undo that first"
            )
    final = representatives({thing: merge.into or "" for thing, merge in merges.items()})
    for decision in apart:
        one, other = decision.about
        if final.get(one, one) == final.get(other, other):
            ways = ", ".join(str(merges[thing]) for thing in sorted({one, other} & set(merges)))
            raise DecisionError(
                f"{_id(one)} and {_id(other)} are kept apart by {decision}, and would be one by {ways}; "
                "undo one of these first"
            )


def _id(thing: str) -> str:
    return thing.removeprefix(ID)
