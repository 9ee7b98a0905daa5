"""The whole measurement: texts and gold files in, scores out. Every document is read by the pipeline once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cablegraph.evaluate.actors import Actors, default_actors
from cablegraph.evaluate.causes import alarm_causes, miss_causes
from cablegraph.evaluate.comparing import compare
from cablegraph.evaluate.gold import GoldDocument, GoldError, Row, document_key, gold_documents, read_rows
from cablegraph.evaluate.matching import RELATIONS, Rules
from cablegraph.evaluate.records import AnyRecord, record_of
from cablegraph.evaluate.scores import Compared, RelationScore, Score, relation_score
from cablegraph.model import Article, Skipped
from cablegraph.pipeline import Pipeline, Reading
from cablegraph.read import read


@dataclass(frozen=True, slots=True)
class Found:
    """What the pipeline finds in one text."""

    records: tuple[AnyRecord, ...] = ()
    dropped: Mapping[str, tuple[tuple[int, int], ...]] | None = None
    """By relation, where the cues of the claims stand of which a slot could not be resolved."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all gold files, and the documents on which the pipeline failed: they count as empty."""

    scores: tuple[Score, ...]
    skipped: tuple[Skipped, ...]


def evaluate(gold: Sequence[Path], texts: Sequence[Path], pipeline: Pipeline | None = None) -> Evaluation:
    """Run the pipeline over the texts that the gold files are about, and compare.

    `texts` are folders and .jsonl or .jsonl.gz files; the documents of every gold file are looked up in all
    of them, by id or file name. Raises GoldError when a gold file does not fit its texts.
    """
    rows = {path: read_rows(path) for path in gold}
    articles = load_articles(texts, {row.document for own in rows.values() for row in own})
    pipeline = Pipeline() if pipeline is None else pipeline
    readings = {key: pipeline.try_reading(article) for key, article in articles.items()}
    return Evaluation(
        tuple(score_readings(path.stem, rows[path], articles, readings) for path in gold),
        tuple(r for r in readings.values() if isinstance(r, Skipped)),
    )


def load_articles(paths: Iterable[Path], wanted: set[str]) -> dict[str, Article]:
    """Return the articles with the wanted keys, sorted by key.

    Raises GoldError when a wanted file cannot be read, or two different texts have one key.
    """
    found: dict[str, Article] = {}
    for item in read(str(path) for path in paths):
        if isinstance(item, Skipped) and document_key(item.where) in wanted:
            raise GoldError(f"{item.where}: {item.reason}")
        if not isinstance(item, Article):
            continue
        key = document_key(item.document)
        if key in wanted and found.setdefault(key, item).text != item.text:
            raise GoldError(f"two texts are called {key!r}: {found[key].document} and {item.document}")
    return dict(sorted(found.items()))


def score_readings(
    name: str, rows: Sequence[Row], articles: Mapping[str, Article], readings: Mapping[str, Reading | Skipped]
) -> Score:
    """Compare readings, by document key, with the rows of one gold file."""
    actors = default_actors()
    texts = {key: article.text for key, article in articles.items()}
    documents = gold_documents(rows, texts, actors)
    found = {d.document: found_in(readings[d.document], actors) for d in documents}
    return score(name, documents, found)


def found_in(reading: Reading | Skipped, actors: Actors) -> Found:
    """Return the records of a reading; nothing for a document that could not be read."""
    if isinstance(reading, Skipped):
        return Found()
    text = reading.article.text
    claims = zip(reading.claims, reading.claim_iris(), strict=True)
    dropped: dict[str, tuple[tuple[int, int], ...]] = {}
    for lost in reading.unresolved:
        cue = (lost.claim.cue_start, lost.claim.cue_end)
        dropped[lost.claim.KIND] = (*dropped.get(lost.claim.KIND, ()), cue)
    return Found(tuple(record_of(claim, iri, text, actors) for claim, iri in claims), dropped)


def score(name: str, documents: Sequence[GoldDocument], found: Mapping[str, Found]) -> Score:
    """Return the score of one gold file; `found` is what was found, by document key."""
    return Score(name, len(documents), tuple(_relation(rules, documents, found) for rules in RELATIONS))


def _relation(
    rules: Rules[AnyRecord], documents: Sequence[GoldDocument], found: Mapping[str, Found]
) -> RelationScore:
    return relation_score(rules, list(_compared(rules, documents, found)))


def _compared(
    rules: Rules[AnyRecord], documents: Sequence[GoldDocument], found: Mapping[str, Found]
) -> Iterator[Compared]:
    for document in documents:
        own = found.get(document.document, Found())
        comparison = compare(document, own.records, rules)
        dropped = (own.dropped or {}).get(rules.relation, ())
        yield Compared(comparison, tuple(miss_causes(comparison, dropped)), tuple(alarm_causes(comparison)))
