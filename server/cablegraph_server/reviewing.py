"""`cablegraph merge`, `split`, `reject`, `accept`, `rename`, `undo`, `reviews`: people correct the graph."""

from __future__ import annotations

import datetime
import getpass
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from cablegraph.reviewing.decisions import Decision
from cablegraph.reviewing.named import Named, has_claim, short
from cablegraph.reviewing.review import Review, Signature
from cablegraph.store import Store
from cablegraph_ontology.actions import Action
from cablegraph_ontology.terms import Kind, kind_of
from cablegraph_server.columns import print_columns
from cablegraph_server.screen import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What every command that decides is told beside its subject."""

    store: Path
    by: str | None
    on: datetime.datetime | None
    because: str | None = None

    def signature(self) -> Signature:
        """Return who decides, by default who is logged in, and when, by default now."""
        moment = self.on or datetime.datetime.now(datetime.UTC)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.UTC)
        return Signature(self.by or _login(), moment, self.because)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise ValueError("nobody is logged in here: say who decides with --by NAME") from None


def decide(signed: Signed, take: Callable[[Review, Signature], Decision]) -> None:
    """Take a decision on the graph, publish the graph, and say what was decided and how to undo it."""
    # A folder without a graph would be made by opening it for writing.
    Store.open_published(signed.store).close()
    signature = signed.signature()
    with Store.open(signed.store) as store:
        decision = take(Review(store), signature)
        words = _in_words(decision, Named.of(store))
    say(f"{words}; to take it back: cablegraph undo {decision.id} --store {signed.store}")
    click.echo(decision.id)


def split(
    review: Review, signature: Signature, thing: str, others: Sequence[str], country: str | None
) -> Decision:
    """Keep a thing apart from another one, or split off what claims or roles for a country are about.

    `others` is one thing, or claims. Without any, a thing that was merged is kept apart from the other one.
    """
    if country is not None or others:
        if len(others) == 1 and not _is_claim(others[0]):
            return review.keep_apart(thing, others[0], signature)
        return review.split_off(thing, signature, others, country)
    merged = review.names().find(thing)
    for decision in review.decisions:
        if decision.action is Action.MERGE and decision.about == (merged,) and decision.into is not None:
            return review.keep_apart(merged, decision.into, signature)
    raise ValueError(
        f"{short(merged)} was not merged into another thing: name the claims of the other one, or --country, "
        "or the other thing"
    )


_CLAIM = re.compile("(claim/)?[0-9a-f]{12}")


def _is_claim(words: str) -> bool:
    return _CLAIM.fullmatch(short(words.strip()).casefold()) is not None


def take_back(store: Path, decision: str) -> None:
    """Undo a decision, publish the graph, and say what was undone."""
    Store.open_published(store).close()
    with Store.open(store) as graph:
        undone = Review(graph).undo(decision)
        words = _in_words(undone, Named.of(graph))
    say(f"undone: {words}")


def print_reviews(store: Path, form: str) -> None:
    """Print the decisions that stand, in the order of their time."""
    with Store.open_published(store) as graph:
        names = Named.of(graph)
        rows = [_row(graph, decision, names) for decision in Review(graph).decisions]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    print_columns(_COLUMNS, [[row[name] or "" for name in _COLUMNS] for row in rows], form, "decisions")


_COLUMNS = ("decision", "on", "by", "what", "because", "note")


def _row(store: Store, decision: Decision, names: Named) -> dict[str, str | None]:
    gone = [thing for thing in decision.about if not _is_there(store, thing, names)]
    note = f"no longer in the graph: {', '.join(short(thing) for thing in gone)}" if gone else None
    return {
        "decision": decision.id,
        "on": decision.on.strftime("%Y-%m-%d %H:%M"),
        "by": decision.by,
        "what": _in_words(decision, names),
        "because": decision.because,
        "note": note,
    }


def _is_there(store: Store, thing: str, names: Named) -> bool:
    """Tell whether a claim or thing is in the graph: a decision outlives the article that it was about."""
    return has_claim(store, thing) if kind_of(thing) is Kind.CLAIM else thing in names.labels


def _in_words(decision: Decision, names: Named) -> str:
    def thing(iri: str | None) -> str:
        return "" if iri is None else f"{names.label(iri)} ({short(iri)})"

    about = [short(a) if kind_of(a) is Kind.CLAIM else thing(a) for a in decision.about]
    match decision.action:
        case Action.ACCEPT:
            return f"{about[0]} is right"
        case Action.REJECT:
            return f"{about[0]} is wrong"
        case Action.MERGE:
            return f"{short(decision.about[0])} is {thing(decision.into)}"
        case Action.KEEP_APART:
            return f"{about[0]} is not {about[1]}"
        case Action.RENAME:
            return f"{about[0]} is called {decision.label}"
        case Action.SPLIT_OFF:
            where = [short(article) for article in decision.articles]
            if decision.country is not None:
                where.append(f"articles that give roles for {thing(decision.country)}")
            return f"{about[0]} is {short(decision.into or '')} in {', '.join(where)}"
