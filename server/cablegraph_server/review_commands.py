"""The commands by which people look over the graph and correct it. Nothing heavy is imported here."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cablegraph_ontology.terms import Kind
from cablegraph_server.options import STORE
from cablegraph_server.screen import plain_errors

_WHO = (
    click.option("--by", help="Who decides; by default who is logged in."),
    click.option(
        "--on",
        type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]),
        help="When it was decided, in UTC; by default now.",
    ),
)
_BECAUSE = click.option("--because", required=True, help="The reason.")
_WHY_NOT = click.option("--because", help="The reason.")
_COUNTRY = click.option("--country", help="Only those with this country, by ISO code: CHN.")
_FORMAT = click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "csv", "json"]),
)
_PROPOSALS = click.option("--proposals", is_flag=True, help="List instead what may be one, or two.")


def _deciding(because: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a decorator that adds the options of every command that decides."""

    def add(command: Any) -> Any:
        for option in (*reversed(_WHO), because, STORE):
            command = option(command)
        return command

    return add


@click.command()
@STORE
@_COUNTRY
@_FORMAT
@_PROPOSALS
@plain_errors
def people(store: Path, country: str | None, form: str, proposals: bool) -> None:
    """List the persons of all articles: names, offices, counts, first and last seen.

    With --proposals, list names that may be one person, and names that may be two, each with its reason and
    the command that decides it. Nothing is merged or split until somebody says so.
    """
    _list(store, Kind.PERSON, country, form, proposals)


@click.command()
@STORE
@_COUNTRY
@_FORMAT
@_PROPOSALS
@plain_errors
def bodies(store: Path, country: str | None, form: str, proposals: bool) -> None:
    """List the organisations of all articles: names, offices, counts, first and last seen."""
    _list(store, Kind.ORGANIZATION, country, form, proposals)


def _list(store: Path, kind: Kind, country: str | None, form: str, proposals: bool) -> None:
    from cablegraph_server.listing import print_directory, print_proposals

    (print_proposals if proposals else print_directory)(store, kind, country, form)


@click.command()
@click.argument("claim")
@STORE
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", "json"]))
@plain_errors
def why(claim: str, store: Path, form: str) -> None:
    """Show the sentence behind a CLAIM and what decides whether to believe it.

    CLAIM is its IRI, or the 12 digits at its end.
    """
    from cablegraph_server.explaining import print_why

    print_why(store, claim, form)


@click.command()
@click.argument("claim")
@_deciding(_WHY_NOT)
@plain_errors
def accept(claim: str, **who: Any) -> None:
    """Mark a CLAIM as right."""
    _decide(who, lambda review, signature: review.accept(claim, signature))


@click.command()
@click.argument("claim")
@_deciding(_BECAUSE)
@plain_errors
def reject(claim: str, **who: Any) -> None:
    """Mark a CLAIM as wrong: it stays, marked, and nothing is derived from it."""
    _decide(who, lambda review, signature: review.reject(claim, signature))


@click.command()
@click.argument("thing")
@click.argument("into")
@_deciding(_BECAUSE)
@plain_errors
def merge(thing: str, into: str, **who: Any) -> None:
    """Say that THING is INTO, which stands for both from now on.

    Both are persons, organisations, offices, policies or countries: person/qin-gang, or a name.
    """
    _decide(who, lambda review, signature: review.merge(thing, into, signature))


@click.command()
@click.argument("thing")
@click.argument("others", nargs=-1, metavar="[CLAIM...|OTHER]")
@click.option("--country", help="Split off the person whose roles are of this country, by ISO code.")
@_deciding(_BECAUSE)
@plain_errors
def split(thing: str, others: tuple[str, ...], country: str | None, **who: Any) -> None:
    """Tell things apart that were taken for one.

    With claims: in the articles of these claims the name of THING means another, which gets an IRI of its
    own. With --country: the same for all articles, later ones too, whose roles are of that country. With
    another thing, or with nothing for a thing that was merged: the two are kept apart, and their merge no
    longer holds.
    """
    from cablegraph_server.reviewing import split as split_thing

    _decide(who, lambda review, signature: split_thing(review, signature, thing, others, country))


@click.command()
@click.argument("thing")
@click.argument("label")
@_deciding(_WHY_NOT)
@plain_errors
def rename(thing: str, label: str, **who: Any) -> None:
    """Call a THING by another LABEL; the old one is kept beside it."""
    _decide(who, lambda review, signature: review.rename(thing, label, signature))


def _decide(who: dict[str, Any], take: Callable[..., Any]) -> None:
    from cablegraph_server.reviewing import Signed, decide

    moment: datetime.datetime | None = who["on"]
    decide(Signed(store=who["store"], by=who["by"], on=moment, because=who["because"]), take)


@click.command()
@click.argument("decision")
@STORE
@plain_errors
def undo(decision: str, store: Path) -> None:
    """Take a DECISION back: the graph is as if it had never been taken."""
    from cablegraph_server.reviewing import take_back

    take_back(store, decision)


@click.command()
@STORE
@_FORMAT
@plain_errors
def reviews(store: Path, form: str) -> None:
    """List the decisions that stand, with who, when and why."""
    from cablegraph_server.reviewing import print_reviews

    print_reviews(store, form)


COMMANDS = (people, bodies, why, accept, reject, merge, split, rename, undo, reviews)
