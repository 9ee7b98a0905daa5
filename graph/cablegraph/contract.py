"""Claims as JSON Lines: what `cablegraph extract` prints. A public interface; see docs/extract.md."""

from __future__ import annotations

import json
from typing import Any

from cablegraph.model import Article, Entity
from cablegraph_ontology.relations import Claim, RoleClaim, StanceClaim
from cablegraph_ontology.terms import Kind

_TYPES = {
    Kind.PERSON: "person",
    Kind.ORGANIZATION: "organization",
    Kind.COUNTRY: "country",
    Kind.POLICY: "policy",
    Kind.OFFICE: "office",
}


def claim_line(article: Article, claim: Claim[Entity], iri: str) -> str:
    """Return one claim as a line of JSON, without the line end. Keys are in a fixed order."""
    return json.dumps(claim_object(article, claim, iri), ensure_ascii=False)


def claim_object(article: Article, claim: Claim[Entity], iri: str) -> dict[str, Any]:
    """Return one claim as a JSON object by the contract; offsets are code points in the article text."""
    row: dict[str, Any] = {
        "document": article.document,
        "claim": iri,
        "kind": claim.KIND,
        "quote": article.text[claim.start : claim.end],
        "start": claim.start,
        "end": claim.end,
        "cue": article.text[claim.cue_start : claim.cue_end],
    }
    if isinstance(claim, RoleClaim):
        row |= _role(claim)
    elif isinstance(claim, StanceClaim):
        row |= _stance(claim)
    else:
        raise TypeError(f"no JSON form for {type(claim).__name__}")
    return row | {
        "voice": claim.voice.value,
        "speaker": _entity(claim.speaker),
        "speaker_text": claim.speaker_text,
        "date": claim.when.date.isoformat() if claim.when is not None else None,
        "hedged": claim.hedged,
        "confidence": round(claim.confidence, 4),
        "rule": claim.rule,
    }


def _role(claim: RoleClaim[Entity]) -> dict[str, Any]:
    return {
        "person": _entity(claim.person),
        "role": claim.role,
        "office": _entity(claim.office),
        "agency": _entity(claim.agency),
        "country": _entity(claim.country),
        "status": claim.status.value,
    }


def _stance(claim: StanceClaim[Entity]) -> dict[str, Any]:
    return {
        "holder": _entity(claim.holder),
        "policy": _entity(claim.policy),
        "polarity": claim.polarity,
        "target": _entity(claim.target),
        "act": claim.act.value if claim.act is not None else None,
        "standing": claim.standing.value,
        "modality": claim.modality.value,
    }


def _entity(entity: Entity | None) -> dict[str, Any] | None:
    if entity is None:
        return None
    row: dict[str, Any] = {
        "id": entity.iri,
        "label": entity.label,
        "text": entity.text,
        "type": _TYPES[entity.kind],
    }
    if entity.kind in (Kind.COUNTRY, Kind.ORGANIZATION):
        row["iso3"] = entity.iso3
    return row
