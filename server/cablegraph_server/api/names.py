"""Things by the names that clients give them: ``CHN``, ``org/unhcr``; and what is near to a wrong name."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from http import HTTPStatus

from cablegraph_ontology.terms import ID, Kind
from cablegraph_server.api.asked import Asked
from cablegraph_server.describe import exists
from cablegraph_server.identities import standing_for
from cablegraph_server.problems import ProblemError
from cablegraph_server.search import Entry, fold, listing
from cablegraph_server.snapshot import Snapshot

SUGGESTIONS = 5
# Names are compared one by one, which takes a third of a second for 10,000.
COMPARED = 500

ACTORS = (Kind.COUNTRY, Kind.ORGANIZATION, Kind.PERSON)

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_CODE = re.compile(r"[A-Za-z]{3}")


def short_id(iri: str) -> str:
    """Return the id of a thing: "country/CHN"."""
    return iri.removeprefix(ID)


def find(snapshot: Snapshot, name: str, kinds: tuple[Kind, ...]) -> str | None:
    """Return the IRI of the thing with a name, or of the one that stands for it; None when there is none.

    A name is an id ("org/unhcr"); a country's may be its code alone, and the kind may be left out when
    there is only one that it can be.
    """
    before, slash, key = name.rpartition("/")
    kind = before if slash else _only(kinds, name)
    if kind not in kinds or _KEY.fullmatch(key) is None:
        return None
    iri = f"{ID}{kind}/{key.upper() if kind == Kind.COUNTRY else key}"
    return standing_for(snapshot, iri) if exists(snapshot, iri) else None


def _only(kinds: tuple[Kind, ...], key: str) -> str:
    if Kind.COUNTRY in kinds and _CODE.fullmatch(key):
        return Kind.COUNTRY
    return kinds[0] if len(kinds) == 1 else ""


def thing(snapshot: Snapshot, asked: Asked, name: str, *kinds: Kind) -> str | None:
    """Return the IRI that a parameter names, None when it is not given; a 404 problem when there is none."""
    text = asked.text(name)
    return None if text is None else resource(snapshot, text, *kinds)


def resource(snapshot: Snapshot, text: str, *kinds: Kind) -> str:
    """Return the IRI of a thing that a request names. Raises a 404 problem that says what is near."""
    found = find(snapshot, text, kinds)
    if found is not None:
        return found
    what = " or ".join(_WORDS[kind] for kind in kinds)
    others = near(snapshot, text, kinds)
    guess = f" Near to it: {', '.join(others)}." if others else ""
    detail = f"The graph knows no {what} {text[:100]!r}.{guess}"
    raise ProblemError(HTTPStatus.NOT_FOUND, detail, near=others)


_WORDS = {
    Kind.ARTICLE: "article",
    Kind.CLAIM: "claim",
    Kind.COUNTRY: "country",
    Kind.OFFICE: "office",
    Kind.ORGANIZATION: "agency",
    Kind.PERSON: "person",
    Kind.POLICY: "policy",
    Kind.TENURE: "tenure",
}


def near(snapshot: Snapshot, text: str, kinds: tuple[Kind, ...]) -> list[str]:
    """Return the ids of things whose code, id or label is like a text, the nearest first."""
    wanted = fold(text.rpartition("/")[2].replace("-", " "))[:100]
    candidates: dict[str, str] = {}
    for kind in kinds:
        for entry in _around(listing(snapshot, kind), wanted):
            candidates.setdefault(entry.folded, entry.iri)
            candidates.setdefault(fold(entry.iri.rpartition("/")[2].replace("-", " ")), entry.iri)
    found = difflib.get_close_matches(wanted, candidates, n=2 * SUGGESTIONS, cutoff=0.6)
    return list(dict.fromkeys(short_id(candidates[match]) for match in found))[:SUGGESTIONS]


def _around(entries: tuple[Entry, ...], wanted: str) -> tuple[Entry, ...]:
    """Return the entries, and of a long list those that begin most like what is wanted."""
    place = bisect_left(entries, wanted, key=lambda entry: entry.folded)
    first = max(0, min(place - COMPARED // 2, len(entries) - COMPARED))
    return entries[first : first + COMPARED]
