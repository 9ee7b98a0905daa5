"""The IRIs of articles, claims and namings, and the fingerprint that tells what must be read again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any

from cablegraph.model import Article, Entity
from cablegraph.ntriples import scalar_text
from cablegraph_ontology.relations import RELATIONS, Claim, slot_names
from cablegraph_ontology.terms import FINGERPRINT_LENGTH, Kind, fingerprint, mint, mint_fingerprint


def text_digest(text: str) -> str:
    """Return the SHA-256, in hexadecimal, of a text as the graph keeps it (`kg:text`, as UTF-8)."""
    return hashlib.sha256(scalar_text(text).encode("utf-8")).hexdigest()


def article_iri(digest: str) -> str:
    """Return the IRI of the article whose text has this digest: the same text is the same article."""
    return mint(Kind.ARTICLE, digest[: FINGERPRINT_LENGTH[Kind.ARTICLE]])


def claim_iri(digest: str, claim: Claim[Entity]) -> str:
    """Return the IRI of a claim in the article whose text has this digest.

    It depends on the place, the cue, the things in the slots and what is said of them, and not on the rule
    that found it: two rules that read the same claim make one.
    """
    place = (claim.start, claim.end, claim.cue_start, claim.cue_end)
    things = [entity.iri for _, entity in claim.slots()]
    said = [getattr(claim, name) for name in _SAID[claim.KIND]]
    return mint_fingerprint(Kind.CLAIM, digest, claim.KIND, *place, *things, *said)


def _said(relation: type[Claim[Any]]) -> tuple[str, ...]:
    """Return the fields that a relation adds to `Claim` and always fills, slots aside: role, polarity."""
    common = {f.name for f in fields(Claim)} | set(slot_names(relation))
    return tuple(f.name for f in fields(relation) if f.name not in common and f.default is MISSING)


_SAID = {relation.KIND: _said(relation) for relation in RELATIONS}


def naming_iri(digest: str, entity: str) -> str:
    """Return the IRI of what the article with this digest calls an entity."""
    return mint_fingerprint(Kind.NAMING, digest, entity)


def inputs_fingerprint(article: Article, run_iri: str) -> str:
    """Return a fingerprint of all that decides an article's claims: its text, its metadata, and the run.

    The document identifier is left out: the same article under a new name needs no new reading.
    """
    parts: Sequence[object] = (article.text, article.title, article.date, article.url, article.publisher)
    return fingerprint(*parts, run_iri)
