"""Officials as JSON: who was seen in which office, and the claims behind it."""

from __future__ import annotations

from collections.abc import Sequence

from cablegraph_server.addresses import absolute
from cablegraph_server.api.answers import Document, Page
from cablegraph_server.api.asked import Asked
from cablegraph_server.api.claims import maybe_thing, page
from cablegraph_server.api.names import short_id
from cablegraph_server.api.rows import rows
from cablegraph_server.api.selections import officials
from cablegraph_server.reading import kg, node, properties, value
from cablegraph_server.snapshot import Snapshot


def official_page(snapshot: Snapshot, asked: Asked) -> Page:
    """Return a page of officials, those seen last first."""
    shown, total = officials(snapshot, asked).part(snapshot, asked.limit, asked.offset)
    counted = _claims(snapshot, shown)
    return Page([_official(snapshot, iri, counted.get(iri, 0)) for iri in shown], total)


def _official(snapshot: Snapshot, iri: str, claims: int) -> Document:
    said = {name: value(snapshot, iri, kg(name)) for name in _PROPERTIES}
    country = (
        said["country"] or _country_of(snapshot, said["agency"]) or _country_of(snapshot, said["office"])
    )
    return {
        "id": short_id(iri),
        "person": maybe_thing(snapshot, said["person"]),
        "office": maybe_thing(snapshot, said["office"]),
        "agency": maybe_thing(snapshot, said["agency"]),
        "country": maybe_thing(snapshot, country),
        "seen_from": said["seenFrom"],
        "seen_to": said["seenTo"],
        "claims": claims,
        "evidence": absolute(f"/api/officials/{iri.rpartition('/')[2]}/claims"),
        "page": page(iri),
    }


_PROPERTIES = ("person", "office", "agency", "country", "seenFrom", "seenTo")


def _country_of(snapshot: Snapshot, iri: str | None) -> str | None:
    if iri is None:
        return None
    return next(iter(properties(snapshot, iri).iris(kg("country"))), None)


def _claims(snapshot: Snapshot, tenures: Sequence[str]) -> dict[str, int]:
    """Return how many claims are behind each tenure of a page."""
    if not tenures:
        return {}
    listed = " ".join(str(node(iri)) for iri in tenures)
    found = rows(
        snapshot,
        f"SELECT ?tenure (COUNT(?claim) AS ?n) WHERE {{ VALUES ?tenure {{ {listed} }} "
        "?tenure kg:fromClaim ?claim } GROUP BY ?tenure",
    )
    return {iri: int(n or 0) for iri, n in found if iri is not None}
