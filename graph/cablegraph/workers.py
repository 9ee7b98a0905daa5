"""Reads claims out of articles in several processes, and gives the results in the order of the articles."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import islice

from cablegraph.identity import inputs_fingerprint
from cablegraph.model import Article, Skipped
from cablegraph.pipeline import Pipeline

# Articles handed to a worker at once: enough to pay for the journey, few enough to share the work well.
_BATCH = 8
# Batches under way for each worker, so that none waits and memory stays bounded.
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Extracted:
    """The graph of one article, ready to be written."""

    document: str
    iri: str
    triples: str
    roles: int
    stances: int
    unresolved: int


def extract_all(
    articles: Iterable[Article], model: str, run_iri: str, jobs: int, pipeline: Pipeline | None = None
) -> Iterator[Extracted | Skipped]:
    """Yield the graph of each article, or why there is none, in the order of the articles.

    With one job, or with a pipeline of one's own, everything happens in this process. Results do not depend
    on the number of jobs.
    """
    if jobs <= 1 or pipeline is not None:
        pipeline = _pipeline(model) if pipeline is None else pipeline
        for article in articles:
            yield _extract(article, pipeline, run_iri)
        return
    # Never fork a process that has a store open.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn) as pool:
        running: deque[Future[list[Extracted | Skipped]]] = deque()
        source = iter(articles)
        while batch := list(islice(source, _BATCH)):
            running.append(pool.submit(_extract_batch, batch, model, run_iri))
            if len(running) >= jobs * _AHEAD:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


@cache
def _pipeline(model: str) -> Pipeline:
    return Pipeline(model)


def _extract_batch(articles: list[Article], model: str, run_iri: str) -> list[Extracted | Skipped]:
    return [_extract(article, _pipeline(model), run_iri) for article in articles]


def _extract(article: Article, pipeline: Pipeline, run_iri: str) -> Extracted | Skipped:
    reading = pipeline.try_reading(article)
    if isinstance(reading, Skipped):
        return reading
    kinds = [claim.KIND for claim in reading.claims]
    return Extracted(
        document=article.document,
        iri=reading.iri,
        triples=reading.triples(run_iri, inputs_fingerprint(article, run_iri)),
        roles=kinds.count("role"),
        stances=kinds.count("stance"),
        unresolved=len(reading.unresolved),
    )
