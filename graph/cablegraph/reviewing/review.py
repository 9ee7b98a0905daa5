"""People correct the graph: each correction is a decision in the review graph, and can be undone.

Claims are never rewritten. What a decision means is computed by `cablegraph.reviewing.corrections`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from cablegraph.derived.refresh import last_run, refresh
from cablegraph.ntriples import scalar_text
from cablegraph.reviewing.decisions import Decision, DecisionError, check, read_decisions
from cablegraph.reviewing.named import Named, UnknownNameError, find_claim, short
from cablegraph.store import Store
from cablegraph_ontology.actions import Action
from cablegraph_ontology.terms import ID, KG, Graph, Kind, kind_of, mint

_THINGS = (Kind.COUNTRY, Kind.OFFICE, Kind.ORGANIZATION, Kind.PERSON, Kind.POLICY)
_SPLIT = (Kind.ORGANIZATION, Kind.PERSON)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, when and why."""

    by: str
    on: datetime.datetime
    """With a time zone; kept in UTC, in whole seconds."""
    because: str | None = None


class Review:
    """Takes and undoes decisions on an open store. Each is written at once, then the graph is computed anew.

    Things are named as in `Named.find`, claims as in `find_claim`. Raises UnknownNameError for what the graph
    does not have, and DecisionError for what cannot be decided.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions that stand, in the order of their time."""
        return read_decisions(self._store)

    def names(self) -> Named:
        """Return what the things of the graph are called now."""
        return Named.of(self._store)

    def accept(self, claim: str, signature: Signature) -> Decision:
        """Mark a claim as right."""
        return self._add(Action.ACCEPT, (find_claim(self._store, claim),), signature)

    def reject(self, claim: str, signature: Signature) -> Decision:
        """Mark a claim as wrong: it stays in its article's graph and makes no derived edge."""
        return self._add(Action.REJECT, (find_claim(self._store, claim),), signature)

    def merge(self, away: str, into: str, signature: Signature) -> Decision:
        """Let one thing stand for another one of its kind."""
        names = self.names()
        first, second = names.find(away), names.find(into)
        pair = _pair(first, second)
        for other in self.decisions:
            if other.action is Action.KEEP_APART and other.about == pair:
                raise DecisionError(
                    f"{short(first)} and {short(second)} are kept apart by {other}; undo it first"
                )
        return self._add(Action.MERGE, (first,), signature, into=second)

    def keep_apart(self, one: str, other: str, signature: Signature) -> Decision:
        """Say that two things are not one: a merge of the two no longer holds, and none is proposed."""
        names = self.names()
        return self._add(Action.KEEP_APART, _pair(names.find(one), names.find(other)), signature)

    def split_off(
        self, thing: str, signature: Signature, claims: Sequence[str] = (), country: str | None = None
    ) -> Decision:
        """Tell two apart that have one name.

        The thing split off is meant in the whole articles of the claims, as one name means one person in one
        article, or in all articles, later ones too, whose roles for the person are all of one country.
        """
        names = self.names()
        whole = names.find(thing)
        if kind_of(whole) not in _SPLIT:
            raise DecisionError(f"{short(whole)} is neither a person nor a body; only these can be split")
        origin = {d.into: d.about[0] for d in self.decisions if d.action is Action.SPLIT_OFF}
        if whole in origin:
            raise DecisionError(f"{short(whole)} was split off itself; split {short(origin[whole])}")
        if country is not None and kind_of(whole) is not Kind.PERSON:
            raise DecisionError("only persons can be split by country; name claims of the other body")
        articles = sorted({self._article(whole, find_claim(self._store, claim)) for claim in claims})
        home = None if country is None else _country(names, country)
        return self._add(
            Action.SPLIT_OFF,
            (whole,),
            signature,
            into=self._free(whole, names),
            articles=tuple(articles),
            country=home,
        )

    def rename(self, thing: str, label: str, signature: Signature) -> Decision:
        """Call a thing otherwise. What it was called before stays as another name."""
        names = self.names()
        renamed, label = names.find(thing), " ".join(label.split())
        if not label:
            raise DecisionError("a name has at least one letter")
        if renamed in names.merged:
            raise DecisionError(f"{short(renamed)} is merged: rename {short(names.merged[renamed])}")
        if label == names.label(renamed):
            raise DecisionError(f"{short(renamed)} is called {label!r} already")
        return self._add(Action.RENAME, (renamed,), signature, label=label)

    def undo(self, decision: str) -> Decision:
        """Take a decision back: the graph is as if it had never been taken. Returns it."""
        undone = self._find(decision)
        rest = [other for other in self.decisions if other.iri != undone.iri]
        if undone.action is Action.SPLIT_OFF:
            for other in rest:
                if undone.into in (*other.about, other.into):
                    raise DecisionError(f"{other} is about {short(undone.into or '')}; undo that first")
        check(rest)
        self._write(_reviews(self._store) - _parsed(undone))
        return undone

    def _find(self, words: str) -> Decision:
        wanted = short(words.strip()).removeprefix("decision/")
        found = [d for d in self.decisions if wanted and d.id.removeprefix("decision/").startswith(wanted)]
        if len(found) != 1:
            what = "no decision begins with" if not found else "several decisions begin with"
            raise UnknownNameError(f"{what} {words!r}; `cablegraph reviews` lists them")
        return found[0]

    def _add(
        self,
        action: Action,
        about: tuple[str, ...],
        signature: Signature,
        *,
        into: str | None = None,
        label: str | None = None,
        articles: tuple[str, ...] = (),
        country: str | None = None,
    ) -> Decision:
        if action in (Action.MERGE, Action.KEEP_APART):
            _refuse_mixture((*about, *([] if into is None else [into])))
        decision = Decision(
            action=action,
            about=about,
            by=_clean(signature.by) or "unknown",
            on=signature.on.astimezone(datetime.UTC).replace(microsecond=0),
            because=_clean(signature.because),
            into=into,
            label=_clean(label),
            articles=articles,
            country=country,
        )
        check((*self.decisions, decision))
        self._write(_reviews(self._store) | _parsed(decision))
        return decision

    def _write(self, triples: set[ox.Triple]) -> None:
        self._store.replace(Graph.REVIEW, "".join(sorted(f"{triple} .\n" for triple in triples)))
        refresh(self._store, last_run(self._store))

    def _article(self, thing: str, claim: str) -> str:
        """Return the article of a claim, which must name the thing."""
        quads = self._store.oxigraph.quads_for_pattern(ox.NamedNode(claim), None, None, None)
        said = {(q.predicate.value, q.object.value) for q in quads if isinstance(q.object, ox.NamedNode)}
        if thing not in {value for _, value in said}:
            raise DecisionError(f"{short(claim)} does not name {short(thing)}")
        return next(value for name, value in said if name == KG + "article")

    def _free(self, thing: str, names: Named) -> str:
        """Return the first IRI with a number behind that of a thing which nothing has."""
        taken = {*names.labels, *(d.into for d in self.decisions)}
        number = 2
        while f"{thing}-{number}" in taken:
            number += 1
        return f"{thing}-{number}"


def _reviews(store: Store) -> set[ox.Triple]:
    quads = store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(Graph.REVIEW))
    return {quad.triple for quad in quads}


def _parsed(decision: Decision) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse("".join(decision.triples()), ox.RdfFormat.N_TRIPLES)}


def _clean(text: str | None) -> str | None:
    """Return a text as the graph keeps it, on one line; None when nothing is left of it."""
    return None if text is None else " ".join(scalar_text(text).split()) or None


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _refuse_mixture(things: tuple[str, ...]) -> None:
    kinds = [kind_of(thing) for thing in things]
    if len(set(things)) < len(things):
        raise DecisionError(f"{short(things[0])} is one thing; name two")
    if len(set(kinds)) > 1 or kinds[0] not in _THINGS:
        raise DecisionError(f"{' and '.join(short(thing) for thing in things)} are not of one kind")


def _country(names: Named, words: str) -> str:
    """Return the IRI of a country, given its ISO 3166 code or its name."""
    iri = ID + f"{Kind.COUNTRY.value}/{words.strip().upper()}"
    found = iri if iri in names.labels else names.find(words)
    if kind_of(found) is not Kind.COUNTRY:
        raise DecisionError(f"{words!r} is no country; give its code, such as CHN")
    return mint(Kind.COUNTRY, short(found).partition("/")[2])
