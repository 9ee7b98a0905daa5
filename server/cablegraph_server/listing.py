"""`cablegraph people` and `cablegraph bodies`: who and what the articles speak of, and what may be one."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import click

from cablegraph.reviewing.directory import Profile, Seat, directory
from cablegraph.reviewing.named import short
from cablegraph.reviewing.proposals import Proposal, proposals
from cablegraph.store import Store
from cablegraph_ontology.terms import Kind
from cablegraph_server.columns import print_columns

WHAT = {Kind.PERSON: "persons", Kind.ORGANIZATION: "bodies"}
_COLUMNS = (
    *("id", "name", "also", "offices", "countries", "articles", "claims", "first seen", "last seen"),
    "merged",
)
_SHOWN = 4
"""A table shows so many names and offices of a thing; CSV and JSON have all."""


def print_directory(store: Path, kind: Kind, country: str | None, form: str) -> None:
    """Print the persons or bodies, those with most claims first; with a country, only those tied to it."""
    with Store.open_published(store) as graph:
        found = directory(graph, kind)
    if country is not None:
        found = tuple(profile for profile in found if country.upper() in profile.countries)
    if form == "json":
        click.echo(json.dumps([_plain(profile) for profile in found], ensure_ascii=False, indent=1))
        return
    print_columns(_COLUMNS, [_cells(profile, form) for profile in found], form, WHAT[kind])


def print_proposals(store: Path, kind: Kind, country: str | None, form: str) -> None:
    """Print what may be one person or body, and what may be two, each with the command that decides it."""
    with Store.open_published(store) as graph:
        found = proposals(graph, kind)
        near = {p.iri for p in directory(graph, kind) if country is None or country.upper() in p.countries}
    found = tuple(proposal for proposal in found if near & set(proposal.things))
    if form == "json":
        click.echo(json.dumps([_proposal(p, store) for p in found], ensure_ascii=False, indent=1))
        return
    rows = [list(_proposal(proposal, store).values()) for proposal in found]
    cells = [[" | ".join(cell) if isinstance(cell, list) else cell for cell in row] for row in rows]
    print_columns(("propose", "things", "names", "reason", "command"), cells, form, "proposals")


def _cells(profile: Profile, form: str) -> list[object]:
    offices = list(dict.fromkeys(seat.office for seat in profile.seats))
    lists = [list(profile.variants), offices]
    if form == "table":
        lists = [_cut(names) for names in lists]
    return [
        *(profile.id, profile.label, *(" | ".join(names) for names in lists), " ".join(profile.countries)),
        *(profile.articles, profile.claims, profile.first or "", profile.last or ""),
        " ".join(short(thing) for thing in profile.merged),
    ]


def _cut(names: list[str]) -> list[str]:
    return names if len(names) <= _SHOWN else [*names[:_SHOWN], f"and {len(names) - _SHOWN} more"]


def _plain(profile: Profile) -> dict[str, Any]:
    return {
        "id": profile.id,
        "name": profile.label,
        "also": list(profile.variants),
        "offices": [_seat(seat) for seat in profile.seats],
        "countries": list(profile.countries),
        "articles": profile.articles,
        "claims": profile.claims,
        "first_seen": profile.first,
        "last_seen": profile.last,
        "merged": [short(thing) for thing in profile.merged],
    }


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "office": seat.office,
        "body": None if seat.body is None else short(seat.body),
        "country": seat.country,
        "claims": [short(claim) for claim in seat.claims],
        "articles": len(seat.articles),
        "first_seen": seat.first,
        "last_seen": seat.last,
    }


def _proposal(proposal: Proposal, store: Path) -> dict[str, Any]:
    return {
        "propose": proposal.action.value.replace("_", " "),
        "things": [short(thing) for thing in proposal.things],
        "names": list(proposal.names),
        "reason": proposal.reason,
        "command": shlex.join(("cablegraph", *proposal.command, "--store", str(store))),
    }
