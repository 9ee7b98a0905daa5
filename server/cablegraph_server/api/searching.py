"""Find things by their labels and claims by the words of their sentences, in one list."""

from __future__ import annotations

from enum import StrEnum

from cablegraph_ontology.terms import Kind
from cablegraph_server.api.answers import Document, Page
from cablegraph_server.api.asked import Asked, bad
from cablegraph_server.api.claims import claims, page
from cablegraph_server.api.names import short_id
from cablegraph_server.api.selections import quoting
from cablegraph_server.search import Hit, search
from cablegraph_server.snapshot import Snapshot


class Sought(StrEnum):
    """What can be found."""

    PERSON = Kind.PERSON.value
    ORGANIZATION = Kind.ORGANIZATION.value
    COUNTRY = Kind.COUNTRY.value
    OFFICE = Kind.OFFICE.value
    POLICY = Kind.POLICY.value
    CLAIM = Kind.CLAIM.value


def hits(snapshot: Snapshot, asked: Asked) -> Page:
    """Return a page of what is found: things first, the nearest at the top, then claims, the newest first."""
    text = asked.text("q")
    if text is None:
        raise bad("Say what to look for with q=.")
    kinds = asked.choices("kind", Sought) or tuple(Sought)
    things = [hit for hit in search(snapshot, text) if hit.kind.value in kinds]
    shown = [_thing(hit) for hit in things[asked.offset : asked.offset + asked.limit]]
    if Sought.CLAIM not in kinds:
        return Page(shown, len(things))
    quotes = quoting(text, asked)
    if len(shown) == asked.limit:
        return Page(shown, len(things) + quotes.count(snapshot))
    found, n = quotes.part(snapshot, asked.limit - len(shown), max(0, asked.offset - len(things)))
    shown += [{"type": "claim", "claim": document} for document in claims(snapshot, found)]
    return Page(shown, len(things) + n)


def _thing(hit: Hit) -> Document:
    return {
        "type": "thing",
        "kind": hit.kind.value,
        "id": short_id(hit.iri),
        "label": hit.label,
        "found_as": hit.found_as,
        "page": page(hit.iri),
    }
