"""The columns of nodes and edges, and how the values of several claims become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from cablegraph.export.claims import ClaimRow
from cablegraph.export.spans import Span
from cablegraph.export.things import Things, one_line

Value: TypeAlias = str | int | float | bool | list[str]
Attributes: TypeAlias = dict[str, object]
"""Name to Value; only names that have a value, in the order of the columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and its type in GEXF's words: string, long, double, boolean, liststring."""

    name: str
    type: str = "string"


NODE_COLUMNS = (
    Column("type"),
    Column("uri"),
    Column("iso3"),
    Column("aliases", "liststring"),
    Column("mentions", "long"),
    Column("first_seen"),
    Column("last_seen"),
    Column("latitude", "double"),
    Column("longitude", "double"),
)
"""`mentions` counts the claims of this export that name the node; `first_seen`, `last_seen` their days."""

# No edge column may be called "type": Gephi Lite cannot read such a file.
EDGE_COLUMNS = (
    Column("confidence", "double"),
    Column("n_claims", "long"),
    Column("n_sources", "long"),
    Column("polarity", "double"),
    Column("standing"),
    Column("modality"),
    Column("voice"),
    Column("hedged", "boolean"),
    Column("act"),
    Column("role"),
    Column("status"),
    Column("speaker"),
    Column("policy"),
    Column("addressee"),
    Column("date_start"),
    Column("date_end"),
    Column("year", "long"),
    Column("shared", "liststring"),
    Column("sources", "liststring"),
    Column("quote"),
    Column("claim"),
)
"""`claim` is the IRI of the (first) claim, `quote` its sentence, `sources` the addresses of the articles."""

_ORDER = {column.name: place for place, column in enumerate(EDGE_COLUMNS)}


def claim_attributes(claim: ClaimRow, things: Things, address: str) -> Attributes:
    """Return the edge attributes that all edges of a claim share."""
    stance = claim.kind == "stance"
    values: dict[str, object] = {
        "confidence": claim.confidence,
        "n_claims": 1,
        "n_sources": 1,
        "polarity": float(claim.polarity) if stance else None,
        "standing": claim.standing,
        "modality": claim.modality,
        "voice": claim.voice,
        "hedged": claim.hedged,
        "act": claim.act,
        "role": claim.role and one_line(claim.role),
        "status": claim.status,
        "speaker": things.get(claim.speaker).name if claim.speaker else claim.speaker_text,
        "policy": things.get(claim.policy).name if claim.policy else None,
        "addressee": things.get(claim.target).name if claim.target else None,
        **span_attributes(claim.span),
        "sources": [address],
        "quote": claim.quote,
        "claim": claim.iri,
    }
    return {name: value for name, value in values.items() if value is not None}


def span_attributes(span: Span | None) -> Attributes:
    """Return first day, last day, and the year of the first day."""
    if span is None:
        return {}
    return {"date_start": span[0], "date_end": span[1], "year": int(span[0][:4])}


# Words of which several claims may have several: all are shown, in alphabetical order.
_WORDS = ("standing", "modality", "voice", "act", "role", "status", "speaker", "policy", "addressee")


def merge(several: Iterable[Attributes]) -> Attributes:
    """Return the attributes of an edge that stands for several claims.

    The polarity is the mean, the confidence the largest. An edge is hedged when every claim is. The quote is
    that of the earliest claim; claims without a date come last.
    """
    claims = sorted(several, key=lambda a: (str(a.get("date_start", "9999-99-99")), str(a["claim"])))
    sources = list(dict.fromkeys(address for a in claims for address in _list(a["sources"])))
    merged: Attributes = {
        "confidence": max(_float(a["confidence"]) for a in claims),
        "n_claims": len({a["claim"] for a in claims}),
        "n_sources": len(sources),
        "hedged": all(a["hedged"] for a in claims),
        "sources": sources,
        "claim": claims[0]["claim"],
    }
    polarities = [_float(a["polarity"]) for a in claims if "polarity" in a]
    if polarities:
        merged["polarity"] = round(sum(polarities) / len(polarities), 4)
    for name in _WORDS:
        words = sorted({str(a[name]) for a in claims if name in a})
        if words:
            merged[name] = ", ".join(words)
    if "quote" in claims[0]:
        merged["quote"] = claims[0]["quote"]
    starts, ends = ([str(a[n]) for a in claims if n in a] for n in ("date_start", "date_end"))
    if starts:
        merged |= span_attributes((min(starts), max(ends)))
    return dict(sorted(merged.items(), key=lambda item: _ORDER[item[0]]))


def _float(value: object) -> float:
    return value if isinstance(value, float) else 0.0


def _list(value: object) -> list[str]:
    return value if isinstance(value, list) else []
