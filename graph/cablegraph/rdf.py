"""From the claims of one article to the triples of its named graph, as sorted N-Triples.

Every subject in an article's graph is the article, one of its claims, or one of its namings (what the article
calls a thing). Things themselves are described in the graph of entities: no triple stands in two graphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cablegraph.identity import article_iri, claim_iri, inputs_fingerprint, naming_iri, text_digest
from cablegraph.model import Article, BlockKind, Entity
from cablegraph.ntriples import date, decimal, integer, iri, text, true, typed
from cablegraph_ontology.relations import Claim, When
from cablegraph_ontology.terms import DCT, KG, PROV, RDF, SCHEMA, XSD, Kind, mint
from cablegraph_ontology.vocabulary import (
    CLASSES,
    FIELD_PROPERTIES,
    RELATION_CLASSES,
    SLOT_PROPERTIES,
    SLOT_TEXTS,
    value_iri,
)

_A = iri(RDF + "type")


def article_triples(
    article: Article,
    claims: Sequence[Claim[Entity]],
    run_iri: str,
    disputes: Iterable[tuple[int, int]] = (),
    documents: Sequence[str] = (),
    inputs: str | None = None,
) -> str:
    """Return the graph of one article as sorted N-Triples, one triple a line, each once.

    `inputs` is the fingerprint of the article as it was read, before cleaning gave it a title and a date; by
    default, that of `article`. `disputes` are pairs of positions in `claims`; `documents` are further
    identifiers under which the same text was handed in. Of claims with the same IRI the first one counts.
    """
    digest = text_digest(article.text)
    subject = iri(article_iri(digest))
    inputs = inputs_fingerprint(article, run_iri) if inputs is None else inputs
    lines = set(_article_lines(article, subject, digest, inputs, documents))
    subjects = [iri(claim_iri(digest, claim)) for claim in claims]
    written: set[str] = set()
    for claim, claim_subject in zip(claims, subjects, strict=True):
        if claim_subject not in written:
            written.add(claim_subject)
            lines.update(_claim_lines(article, subject, claim, claim_subject, run_iri))
    disputes_property = iri(KG + "disputes")
    lines.update(
        f"{subjects[denial]} {disputes_property} {subjects[other]} .\n" for denial, other in disputes
    )
    lines.update(_naming_lines(subject, digest, claims))
    return "".join(sorted(lines))


def _article_lines(
    article: Article, subject: str, digest: str, inputs: str, documents: Sequence[str]
) -> Iterator[str]:
    """Yield the metadata of the article."""
    yield f"{subject} {_A} {iri(CLASSES[Kind.ARTICLE])} .\n"
    yield f"{subject} {iri(KG + 'sha256')} {text(digest)} .\n"
    yield f"{subject} {iri(KG + 'text')} {text(article.text)} .\n"
    yield f"{subject} {iri(KG + 'inputs')} {text(inputs)} .\n"
    for document in (article.document, *documents):
        yield f"{subject} {iri(DCT + 'identifier')} {text(document)} .\n"
    headline = _headline(article)
    if headline is not None:
        yield f"{subject} {iri(SCHEMA + 'headline')} {text(headline)} .\n"
    if article.date is not None:
        yield f"{subject} {iri(SCHEMA + 'datePublished')} {date(article.date)} .\n"
    if article.publisher is not None:
        yield f"{subject} {iri(SCHEMA + 'publisher')} {text(article.publisher)} .\n"
    if article.url is not None:
        yield f"{subject} {iri(SCHEMA + 'url')} {typed(article.url, XSD + 'anyURI')} .\n"


def _headline(article: Article) -> str | None:
    """Return the title that came with the article, else the headline found in its text."""
    if article.title is not None:
        return article.title
    for block in article.blocks:
        if block.kind is BlockKind.HEADLINE:
            return article.text[block.start : block.end].strip()
    return None


def _claim_lines(
    article: Article, article_subject: str, claim: Claim[Entity], subject: str, run_iri: str
) -> Iterator[str]:
    """Yield the triples of one claim."""
    yield f"{subject} {_A} {iri(RELATION_CLASSES[claim.KIND])} .\n"
    yield f"{subject} {iri(KG + 'article')} {article_subject} .\n"
    yield f"{subject} {iri(PROV + 'wasGeneratedBy')} {iri(run_iri)} .\n"
    yield f"{subject} {iri(KG + 'quote')} {text(article.text[claim.start : claim.end])} .\n"
    yield f"{subject} {iri(KG + 'cue')} {text(article.text[claim.cue_start : claim.cue_end])} .\n"
    worded: set[str] = set()
    for name, name_property in FIELD_PROPERTIES.items():
        value = getattr(claim, name, None)
        for term in _value_terms(value):
            worded.add(name_property)
            yield f"{subject} {iri(name_property)} {term} .\n"
    for name, entity in claim.slots():
        yield f"{subject} {iri(SLOT_PROPERTIES[name])} {iri(entity.iri)} .\n"
        words = SLOT_TEXTS.get(name)
        # A field of the claim that words the slot (speaker_text) goes before the words of the entity.
        if words is not None and entity.text and words not in worded:
            yield f"{subject} {iri(words)} {text(entity.text)} .\n"
    if claim.when is not None:
        yield from _when_lines(subject, claim.when)


def _value_terms(value: Any) -> Iterator[str]:
    """Yield the terms of a field's value: none for None and for False, one for each member of a tuple."""
    if value is None or value is False:
        return
    if isinstance(value, tuple):
        for member in value:
            yield from _value_terms(member)
    elif value is True:
        yield true()
    elif isinstance(value, StrEnum):
        yield iri(value_iri(value))
    elif isinstance(value, str):
        yield text(value)
    elif isinstance(value, int):
        yield integer(value)
    elif isinstance(value, float):
        yield decimal(value)
    else:
        raise TypeError(f"no RDF term for a {type(value).__name__}")


def _when_lines(subject: str, when: When) -> Iterator[str]:
    """Yield the best day, the interval where the text gives only that, and where the date comes from."""
    yield f"{subject} {iri(KG + 'date')} {date(when.date)} .\n"
    if when.first is not None:
        yield f"{subject} {iri(KG + 'dateFrom')} {date(when.first)} .\n"
    if when.last is not None:
        yield f"{subject} {iri(KG + 'dateTo')} {date(when.last)} .\n"
    yield f"{subject} {iri(KG + 'dateBasis')} {iri(value_iri(when.basis))} .\n"


@dataclass(slots=True)
class _Names:
    """What one article calls one entity, collected from its claims."""

    entity: Entity
    labels: Counter[str] = field(default_factory=Counter)
    wordings: set[str] = field(default_factory=set)

    def label(self) -> str:
        """Return the label that most claims give; the first by code points among equals."""
        return min(self.labels, key=lambda label: (-self.labels[label], label))


def _naming_lines(article_subject: str, digest: str, claims: Iterable[Claim[Entity]]) -> Iterator[str]:
    """Yield how the article names each entity in its claims."""
    names: dict[str, _Names] = {}
    for claim in claims:
        for _, entity in claim.slots():
            found = names.setdefault(entity.iri, _Names(entity))
            found.labels[entity.label] += 1
            if entity.text:
                found.wordings.add(entity.text)
    for entity_iri, found in names.items():
        subject = iri(naming_iri(digest, entity_iri))
        yield f"{subject} {_A} {iri(CLASSES[Kind.NAMING])} .\n"
        yield f"{subject} {iri(KG + 'article')} {article_subject} .\n"
        yield f"{subject} {iri(KG + 'names')} {iri(entity_iri)} .\n"
        yield f"{subject} {iri(KG + 'label')} {text(found.label())} .\n"
        for wording in found.wordings:
            yield f"{subject} {iri(KG + 'wording')} {text(wording)} .\n"
        yield from _belonging_lines(subject, found.entity)


def _belonging_lines(subject: str, entity: Entity) -> Iterator[str]:
    """Yield the country and the body that an organisation or office belongs to, and whether it is known."""
    if entity.iso3 is not None and entity.kind is not Kind.COUNTRY:
        yield f"{subject} {iri(KG + 'ofCountry')} {iri(mint(Kind.COUNTRY, entity.iso3))} .\n"
    if entity.body is not None:
        yield f"{subject} {iri(KG + 'ofBody')} {iri(entity.body)} .\n"
    if entity.curated:
        yield f"{subject} {iri(KG + 'curated')} {true()} .\n"
