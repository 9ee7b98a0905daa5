"""Reading claims out of the store, a few hundred articles at a time, in a fixed order."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from cablegraph.export.queryable import Queryable
from cablegraph.export.replacements import Replacements
from cablegraph.export.spans import Span, between, span_of
from cablegraph_ontology.terms import KG, RDF, SCHEMA

# Large enough that starting a query costs nothing, small enough that its rows take a few megabytes.
_ARTICLES_PER_QUERY = 200


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article is found, and the day it came out as an ISO string."""

    address: str
    published: str | None


class ClaimRow(NamedTuple):
    """One claim as the store holds it. Things are IRIs; listed values are lower-case words ("own").

    A tuple, as it is made several times as fast as a frozen dataclass, and there are hundreds of thousands.
    """

    iri: str
    article: str
    start: int
    kind: str
    """"role" or "stance"."""
    person: str | None = None
    role: str | None = None
    office: str | None = None
    agency: str | None = None
    country: str | None = None
    status: str | None = None
    holder: str | None = None
    policy: str | None = None
    polarity: int = 0
    target: str | None = None
    act: str | None = None
    standing: str | None = None
    modality: str | None = None
    voice: str | None = None
    speaker: str | None = None
    speaker_text: str | None = None
    hedged: bool = False
    confidence: float = 0.0
    quote: str | None = None
    span: Span | None = None
    """The days that the claim is about; None for an article without a date."""

    def things(self) -> Iterator[str]:
        """Yield the IRIs of the things that the claim names."""
        slots = (self.person, self.office, self.agency, self.country, self.holder, self.policy, self.target)
        return (iri for iri in (*slots, self.speaker) if iri is not None)


# What no export shows. To leave it out in the query takes a third off the time of reading a store on disk.
_NOT_SHOWN = (
    "kg:agencyText, kg:countryText, kg:cue, kg:cueEnd, kg:cueStart, kg:dateBasis, kg:disputes, kg:end, "
    "kg:holderText, kg:operator, kg:personText, kg:policyText, kg:rule, kg:targetText, prov:wasGeneratedBy"
)

_URL = SCHEMA + "url"
_TYPES = {KG + "RoleClaim": "role", KG + "StanceClaim": "stance"}


def read_sources(store: Queryable) -> dict[str, Source]:
    """Return the articles that the claims stand in, by IRI, in order."""
    articles = {row[0].value for row in store.query("SELECT ?a WHERE { ?a a kg:Article }")}
    # A graph put together by hand may say nothing about an article but that claims stand in it.
    articles.update(row[0].value for row in store.query("SELECT DISTINCT ?a WHERE { ?c kg:article ?a }"))
    # One query a property: a join makes Oxigraph hold all rows in memory, and takes ten times as long.
    urls, days = (_smallest(store, name, articles) for name in ("schema:url", "schema:datePublished"))
    return {
        article: Source(urls.get(article, article), _day(days.get(article))) for article in sorted(articles)
    }


def sources_of(store: Queryable, articles: list[str]) -> dict[str, Source]:
    """Return the sources of some articles, by IRI, in the order of the list."""
    urls: dict[str, str] = {}
    days: dict[str, str] = {}
    values = " ".join(f"<{article}>" for article in articles)
    for article, predicate, value in store.query(
        f"SELECT ?a ?p ?v WHERE {{ VALUES ?a {{ {values} }} VALUES ?p {{ schema:url schema:datePublished }}"
        " ?a ?p ?v }"
    ):
        known, iri, text = urls if predicate.value == _URL else days, article.value, value.value
        known[iri] = min(text, known.get(iri, text))
    return {article: Source(urls.get(article, article), _day(days.get(article))) for article in articles}


def _smallest(store: Queryable, predicate: str, subjects: Container[str]) -> dict[str, str]:
    """Return the value that each subject has; of several, by mistake, the smallest."""
    values: dict[str, str] = {}
    for subject, value in store.query(f"SELECT ?s ?v WHERE {{ ?s {predicate} ?v }}"):
        iri, text = subject.value, value.value
        if iri in subjects:
            values[iri] = min(text, values.get(iri, text))
    return values


def _day(text: str | None) -> str | None:
    span = None if text is None else span_of(text)
    return None if span is None else span[0]


def read_claims(store: Queryable, articles: list[str]) -> Iterator[ClaimRow]:
    """Yield the claims of the articles in order: by article as listed, then by place in the text.

    Claims that a person has rejected are left out, and things that a person merged or split are what that
    person says. Memory does not grow with the number of claims.
    """
    claims, remaining = ClaimReader(store), iter(articles)
    while batch := list(islice(remaining, _ARTICLES_PER_QUERY)):
        yield from claims.rows(batch)


class ClaimReader:
    """Reads the claims of some articles at a time. `n_read` counts them, those that were left out too."""

    def __init__(self, store: Queryable) -> None:
        self._store = store
        self._replacements = Replacements.of(store)
        self.n_read = 0

    def rows(self, articles: list[str]) -> list[ClaimRow]:
        """Return the claims of the articles, in the order that `read_claims` has."""
        place = {article: number for number, article in enumerate(articles)}
        found = self._read(" ".join(f"<{article}>" for article in articles))
        rows = [row for row in found if row is not None]
        return sorted(rows, key=lambda row: (place[row.article], row.start, row.iri))

    def _read(self, articles: str) -> Iterator[ClaimRow | None]:
        claims: dict[str, dict[str, str]] = {}
        refers_to: dict[str, list[str]] = {}
        for claim, predicate, value in self._store.query(
            # Without the subquery, Oxigraph reads every quote of the store for each batch.
            f"SELECT ?c ?p ?o WHERE {{ {{ SELECT ?c WHERE {{ VALUES ?a {{ {articles} }} ?c kg:article ?a"
            f" FILTER EXISTS {{ ?c kg:quote ?q }} }} }} ?c ?p ?o FILTER(?p NOT IN ({_NOT_SHOWN})) }}"
        ):
            known = claims.setdefault(claim.value, {})
            name, text = predicate.value, value.value
            if name == KG + "refersTo":
                refers_to.setdefault(claim.value, []).append(text)
            else:
                # Which of two values is seen must not depend on the store. "Rejected" wins over "Accepted".
                choose = max if name == KG + "review" else min
                known[name] = choose(text, known.get(name, text))
        self.n_read += sum(known.get(RDF + "type") in _TYPES for known in claims.values())
        for iri, known in claims.items():
            _replace(known, self._replacements, refers_to.get(iri, ()))
        return (_claim(iri, known) for iri, known in claims.items())


_SLOTS = tuple(
    KG + name for name in ("agency", "country", "holder", "office", "person", "policy", "speaker", "target")
)


def _replace(known: dict[str, str], replacements: Replacements, refers_to: Iterable[str]) -> None:
    """Put what people decided in the place of what was read."""
    for name in _SLOTS:
        if name in known:
            known[name] = replacements.thing(known[name], refers_to)


def _claim(iri: str, known: dict[str, str]) -> ClaimRow | None:
    """Build the row of one claim; None when it is rejected or is no claim."""
    kind = _TYPES.get(known.get(RDF + "type", ""))
    if kind is None or known.get(KG + "review") == KG + "Rejected":
        return None
    get = known.get
    return ClaimRow(
        iri=iri,
        article=known[KG + "article"],
        start=int(number_of(get(KG + "start"))),
        kind=kind,
        person=get(KG + "person"),
        role=get(KG + "roleLabel"),
        office=get(KG + "office"),
        agency=get(KG + "agency"),
        country=get(KG + "country"),
        status=word_of(get(KG + "status")),
        holder=get(KG + "holder"),
        policy=get(KG + "policy"),
        polarity=int(number_of(get(KG + "polarity"))),
        target=get(KG + "target"),
        act=word_of(get(KG + "act")),
        standing=word_of(get(KG + "standing")),
        modality=word_of(get(KG + "modality")),
        voice=word_of(get(KG + "voice")),
        speaker=get(KG + "speaker"),
        speaker_text=get(KG + "speakerText"),
        hedged=get(KG + "hedged") in ("true", "1"),
        confidence=number_of(get(KG + "confidence")),
        quote=get(KG + "quote"),
        span=claim_span(*(get(KG + name) for name in ("date", "dateFrom", "dateTo", "validFrom", "validTo"))),
    )


@lru_cache(maxsize=1024)
def word_of(iri: str | None) -> str | None:
    """Return the word for a listed value: `kg:act-REJECT` gives "reject"."""
    if iri is None:
        return None
    return iri.rsplit("#", 1)[-1].removeprefix("act-").lower()


@lru_cache(maxsize=1024)
def number_of(text: str | None) -> float:
    """Return a number; 0 for what is missing, no number, or not finite."""
    try:
        number = float(text or "0")
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


@lru_cache(maxsize=1024)
def claim_span(
    day: str | None, first: str | None, last: str | None, valid_from: str | None, valid_to: str | None
) -> Span | None:
    """Return the time of a claim: what the text states, else the interval it was said in, else its day.

    An interval that runs backwards counts as not given.
    """
    spans = []
    if valid_from is not None or valid_to is not None:
        spans.append(between(valid_from or first or day, valid_to or last or day))
    spans += [between(first, last), between(day, day)]
    return next((span for span in spans if span is not None), None)
